# Weights, and class and name of both sets, from verdicts and names. Needs classes.awk.
BEGIN { FS = OFS = "\t" }
NR > 1 { print $1 + 0, $2 + 0, $3 + 0, class_of($4, $5), $5, class_of($6, $7), $7 }

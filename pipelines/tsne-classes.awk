# Index and places of tsne.py, and the class of both sets. Needs classes.awk.
BEGIN { FS = OFS = "\t" }
{ print $1, $2, $3, $4, $5, class_of($6, $7), class_of($8, $9) }

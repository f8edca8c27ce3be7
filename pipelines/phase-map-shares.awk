# Number and share of the points of a phase map by class of the first and the second set. Needs classes.awk.
BEGIN { FS = OFS = "\t" }
{ count[1, $4]++; count[2, $6]++ }
END {
  print "# class", "first set", "%", "second set", "%"
  for (i = 1; i <= classes; i++) {
    a = count[1, class[i]] + 0; b = count[2, class[i]] + 0
    if (a + b) print class[i], a, sprintf("%.2f", 100 * a / NR), b, sprintf("%.2f", 100 * b / NR)
  }
}

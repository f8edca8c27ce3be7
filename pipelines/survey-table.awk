# Shares of the first and second set of bands, with 95 % Wilson intervals. Needs wilson.awk and classes.awk.
#
# Reads: index status, then verdict name fingerprint hidden_cuts of the first and the second set.
# Writes: class label, then count share low high (percent) of the first and the second set; comment
# lines "# key value" with totals.
BEGIN { FS = OFS = "\t" }

$2 != "OK" { failed++; next }

{
  total++
  for (set = 1; set <= 2; set++) {
    kind = class_of($(set * 4 - 1), $(set * 4))
    count[set, kind]++
    if (kind == "obstructed") count[set, "composite"]++
  }
  # A hidden cut in either set moves an edge of the second one.
  if ($6 != "" || $10 != "") naive++
}

END {
  for (i = 1; i <= classes; i++) {
    c = class[i]
    # Irreps alone do not tell windings.
    if (c == "winding") continue
    print c, count[1, c] + 0, wilson(count[1, c] + 0, total), count[2, c] + 0, wilson(count[2, c] + 0, total)
  }
  print "# cells", total + 0
  print "# failed", failed + 0
  print "# naive", naive + 0, wilson(naive + 0, total)
}

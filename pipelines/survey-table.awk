# Shares of the first and second set of bands, with 95 % Wilson intervals.
#
# Reads: index status, then verdict name fingerprint hidden_cuts of the first and the second set.
# Writes: class label, then count share low high (percent) of the first and the second set; comment
# lines "# key value" with totals.
BEGIN {
  FS = OFS = "\t"
  split("1a s|1a p|1a d|1a f|2b m=0|2b m=+-1|3c even|3c odd|composite|obstructed|fragile|undetermined",
    class, "|")
  classes = 12
}

$2 != "OK" { failed++; next }

{
  total++
  for (set = 1; set <= 2; set++) {
    verdict = $(set * 4 - 1)
    name = $(set * 4)
    if (verdict == "EBR") count[set, name]++
    else if (verdict == "COMPOSITE") count[set, "composite"]++
    else if (verdict == "OBSTRUCTED_ATOMIC") { count[set, "composite"]++; count[set, "obstructed"]++ }
    else if (verdict == "FRAGILE") count[set, "fragile"]++
    else count[set, "undetermined"]++
  }
  # A hidden cut in either set moves an edge of the second one.
  if ($6 != "" || $10 != "") naive++
}

function wilson(k, n,    z, p, d, c, h) {
  if (n == 0) return "0" OFS "0" OFS "0"
  z = 1.959964
  p = k / n
  d = 1 + z * z / n
  c = (p + z * z / (2 * n)) / d
  h = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
  low = c - h; if (low < 0 || k == 0) low = 0
  high = c + h; if (high > 1 || k == n) high = 1
  return sprintf("%.3f\t%.3f\t%.3f", 100 * p, 100 * low, 100 * high)
}

END {
  for (i = 1; i <= classes; i++) {
    c = class[i]
    print c, count[1, c] + 0, wilson(count[1, c] + 0, total), count[2, c] + 0, wilson(count[2, c] + 0, total)
  }
  print "# cells", total + 0
  print "# failed", failed + 0
  print "# naive", naive + 0, wilson(naive + 0, total)
}

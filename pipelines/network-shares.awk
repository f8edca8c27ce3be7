# Shares of the classes by four methods, from merged counts. Needs wilson.awk and classes.awk.
#
# Writes, one line a set and class: set, class, then count share low high (percent) of Berry flux by the network,
# compatibility by the network, Berry flux exact, compatibility exact; last how far network and exact solver are apart, in
# standard deviations: by Berry flux of independent samples; and, since the samples are the same cells, of those that
# only one of them puts into the class, by Berry flux and by compatibility.
BEGIN {
  FS = OFS = "\t"
  split("network flux|network irreps|exact flux|exact irreps", column, "|")
  for (i = 1; i <= 4; i++) sub(" ", FS, column[i])
}

$1 == "cells" { cells = $2 }
$1 == "failed" { failed[$2] = $3 }
$1 == "class" { n[$2 FS $3, $4, $5] += $6; if ($5 == "obstructed") n[$2 FS $3, $4, "composite"] += $6 }
$1 == "pair" {
  for (i = 1; i <= classes; i++) {
    a = in_class($4, class[i]); b = in_class($5, class[i])
    if (a && !b) more[$2, $3, class[i]] += $6
    if (b && !a) less[$2, $3, class[i]] += $6
  }
}

function in_class(kind, row) { return kind == row || (row == "composite" && kind == "obstructed") }

function z_independent(a, b, na, nb,    p, v) {
  if (!na || !nb) return 0
  p = (a + b) / (na + nb)
  v = p * (1 - p) * (1 / na + 1 / nb)
  return v > 0 ? (a / na - b / nb) / sqrt(v) : 0
}

function z_paired(a, b) { return a + b > 0 ? (a - b) / sqrt(a + b) : 0 }

END {
  print "# set", "class", "Berry flux network: count", "share", "low", "high", "compatibility network: count", "share", \
    "low", "high", "Berry flux exact: count", "share", "low", "high", "compatibility exact: count", "share", "low", "high", \
    "z of independent samples", "z of the same cells", "by compatibility"
  for (set = 1; set <= 2; set++) for (i = 1; i <= classes; i++) {
    c = class[i]
    line = set OFS c
    for (j = 1; j <= 4; j++) {
      split(column[j], part, FS)
      total = cells - failed[part[1]]
      line = line OFS n[column[j], set, c] + 0 OFS wilson(n[column[j], set, c] + 0, total)
    }
    printf "%s\t%.2f\t%.2f\t%.2f\n", line, \
      z_independent(n[column[1], set, c], n[column[3], set, c], cells - failed["network"], cells - failed["exact"]), \
      z_paired(more["flux", set, c], less["flux", set, c]), \
      z_paired(more["irreps", set, c], less["irreps", set, c])
  }
}

# The paper's statements beside what merged counts say: statement, paper, network, exact solver. Needs wilson.awk.
BEGIN { FS = OFS = "\t"; split("network exact", source, " ") }

$1 == "cells" { cells = $2 }
$1 == "failed" { failed[$2] = $3 }
$1 == "seconds" { seconds[$2] = $3 }
$1 == "naive" && $3 == "flux" { naive[$2] = $4 }
$1 == "class" && $3 == "flux" && $4 == 2 && $5 == "fragile" { fragile[$2] = $6 }
$1 == "fragile" && $3 == "flux" && $4 == 2 { kinds[$2]++; kind[$2, kinds[$2]] = $5 " (" $6 ")"; times[$2, kinds[$2]] = $7 }
$1 == "differ" { differ[$2, $3] += $5; if ($4 == "even number of sextets") even[$2] += $5; else other[$2] += $5 }
# Band 7 is the last that is known, and the network learned six.
$1 == "cut" {
  cuts[$2] += $8
  if ($5 == "UNRESOLVED") unresolved[$2] += $8
  else if ($7 == "fails") violations[$2] += $8
  if ($3 < 6 && $4 == "free" && $5 == "NODES") { free[$2] += $8; if ($6 % 2) odd[$2] += $8 }
}
$1 == "same" && $2 == "flux" && $4 == "yes" { same[$3] = $5 }
$1 == "pair" && $2 == "flux" { both[$3] += $6; by[$3, 1, $4] += $6; by[$3, 2, $5] += $6; seen[$3, $4]; seen[$3, $5] }

function share(k, n,    w, part) {
  if (!n) return "-"
  w = wilson(k + 0, n)
  split(w, part, FS)
  return sprintf("%d of %d: %.2f %% (%.2f - %.2f)", k, n, part[1], part[2], part[3])
}

function row(text, paper,    s, line) {
  line = text OFS paper
  for (s = 1; s <= 2; s++) line = line OFS value[source[s]]
  print line
}

END {
  print "# statement", "paper", "network", "exact solver"
  for (s in failed) ok[s] = cells - failed[s]
  for (i = 1; i <= 2; i++) { s = source[i]; if (!(s in ok)) ok[s] = cells; value[s] = share(naive[s], ok[s]) }
  row("second sets wrong if bands touched at high-symmetry points alone", "~ 10 %")
  for (i = 1; i <= 2; i++) { s = source[i]; value[s] = share(odd[s], free[s]) }
  row("odd numbers of sextets, of cuts 1|2 ... 5|6 that free nodes alone close", "~ 95 %")
  for (set = 1; set <= 2; set++) {
    for (i = 1; i <= 2; i++) { s = source[i]; value[s] = share(differ[s, set], ok[s]) }
    row((set == 1 ? "first" : "second") " set differs between Berry flux and compatibility", set == 1 ? "< 0.1 %" : "< 1 %")
  }
  for (i = 1; i <= 2; i++) { s = source[i]; value[s] = sprintf("%d, other %d", even[s], other[s]) }
  row("of them by an even number of sextets", "all")
  for (i = 1; i <= 2; i++) { s = source[i]; value[s] = violations[s] + 0 }
  row("cuts that contradict the C2 theorem", "0")
  for (i = 1; i <= 2; i++) { s = source[i]; value[s] = share(unresolved[s], cuts[s]) }
  row("unresolved cuts", "a handful")
  for (i = 1; i <= 2; i++) { s = source[i]; value[s] = share(fragile[s], ok[s]) }
  row("second sets that are fragile", "3 %")
  for (i = 1; i <= 2; i++) {
    s = source[i]
    for (place = 1; place <= 2; place++) {
      best = 0
      for (j = 1; j <= kinds[s]; j++) if (!((s, j) in taken) && (!best || times[s, j] > times[s, best])) best = j
      taken[s, best]
      top[s, place] = best ? kind[s, best] : "-"
      number[s, place] = times[s, best] + 0
    }
    value[s] = sprintf("%d; the commonest two have %s", kinds[s], share(number[s, 1] + number[s, 2], fragile[s]))
  }
  row("fingerprints of them", "2")
  for (place = 1; place <= 2; place++) {
    for (i = 1; i <= 2; i++) { s = source[i]; value[s] = number[s, place] " " top[s, place] }
    row(place == 1 ? "the commonest" : "the next", "-")
  }
  for (set = 1; set <= 2; set++) {
    value["network"] = share(same[set], both[set]); value["exact"] = ""
    row((set == 1 ? "first" : "second") " sets that are the same by network and exactly", "-")
    square = 0; freedom = -1
    for (key in seen) {
      split(key, part, SUBSEP)
      if (part[1] != set) continue
      a = by[set, 1, part[2]]; b = by[set, 2, part[2]]
      square += (a - b) ^ 2 / (a + b); freedom++
    }
    value["network"] = sprintf("%.2f with %d degrees of freedom", square, freedom)
    row("chi-square of the classes of the " (set == 1 ? "first" : "second") " set, network against exact", "-")
  }
  for (i = 1; i <= 2; i++) { s = source[i]; value[s] = seconds[s] > 0 ? sprintf("%.0f", cells / seconds[s]) : "-" }
  row("potentials a second, one job", "-")
}

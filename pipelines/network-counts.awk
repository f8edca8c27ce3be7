# What a survey counts, from the cells by the network and by the exact solver. Needs classes.awk.
#
# Reads: the columns of network-cells.sh twice side by side, network first. Writes lines "key... count":
#   cells, failed SOURCE
#   fill BIN                                    bins of 0.02 of the fill fraction
#   class SOURCE METHOD SET CLASS
#   pair METHOD SET NETWORK-CLASS EXACT-CLASS
#   same METHOD SET yes|no                      bands, class and fingerprint by network and exactly
#   fragile SOURCE METHOD SET NAME FINGERPRINT
#   naive SOURCE METHOD                         cells in which high-symmetry points alone misplace the second set
#   cut SOURCE N free|pinned VERDICT SEXTETS holds|fails|none   (the last: the C2 theorem)
#   differ SOURCE SET REASON                    Berry flux against compatibility
# The disagreements go one by one to the file "list": source index set, both sets, cut, sextets, parity, reason.
BEGIN {
  FS = OFS = "\t"
  width = 51
  method[1] = "flux"; method[2] = "irreps"
  source[1] = "network"; source[2] = "exact"
  split("1 2 3 4 5 6", n, " ")
}

# First column of a set.
function at(s, m, set) { return (s - 1) * width + 4 + (m - 1) * 12 + (set - 1) * 6 }

function kind_of(a) { return class_of($(a + 2), $(a + 3)) }

function text_of(a) { return $a ".." ($(a + 1) ? $(a + 1) : "") " " ($(a + 3) == "" ? $(a + 2) : $(a + 3)) }

function identity(a) { return $a " " ($(a + 1) + 0) " " $(a + 2) " " $(a + 4) }

# Why the first two methods differ: the lowest cut at which they do. Unresolved cuts are no gaps by Berry flux.
function reason_of(s,    c, a, open) {
  for (c = 1; c <= 6; c++) {
    a = (s - 1) * width + 28 + (c - 1) * 4
    if ($a == "") continue
    open = $(a + 2) == "" && $(a + 3) == "0"
    if (open && $a == "NODES") { reason = $(a + 1) % 2 ? "contradicts the theorem" : "even number of sextets"; cut = c; return a }
    if (open && $a == "UNRESOLVED") { reason = "unresolved"; cut = c; return a }
    if (!open && $a == "GAPPED") { reason = "contradicts the theorem"; cut = c; return a }
  }
  reason = class_of($(at(s, 1, 1) + 2), "") == "winding" || class_of($(at(s, 1, 2) + 2), "") == "winding" ? "winding" : "other"; cut = ""
  return 0
}

NF != 2 * width || $1 != $(width + 1) { print "cells of network and exact solver do not match" > "/dev/stderr"; bad = 1; exit 1 }

{
  count["cells"]++
  ok[1] = $2 == "OK"; ok[2] = $(width + 2) == "OK"
  for (s = 1; s <= 2; s++) if (!ok[s]) count["failed" OFS source[s]]++
  if (ok[1]) count["fill" OFS sprintf("%.2f", int($3 * 50) / 50)]++
  for (s = 1; s <= 2; s++) if (ok[s]) {
    for (m = 1; m <= 2; m++) {
      hidden = 0
      for (set = 1; set <= 2; set++) {
        a = at(s, m, set)
        k[s, m, set] = kind_of(a)
        count["class" OFS source[s] OFS method[m] OFS set OFS k[s, m, set]]++
        if (k[s, m, set] == "fragile") count["fragile" OFS source[s] OFS method[m] OFS set OFS $(a + 3) OFS $(a + 4)]++
        if ($(a + 5) != "") hidden = 1
      }
      # A hidden cut in either set moves an edge of the second one.
      count["naive" OFS source[s] OFS method[m]] += hidden
    }
    for (set = 1; set <= 2; set++) if (identity(at(s, 1, set)) != identity(at(s, 2, set))) {
      a = reason_of(s)
      count["differ" OFS source[s] OFS set OFS reason]++
      print source[s], $1, set, text_of(at(s, 1, set)), text_of(at(s, 2, set)), cut, a ? $(a + 1) : "", a ? $(a + 3) : "", reason > list
    }
    for (c = 1; c <= 6; c++) {
      a = (s - 1) * width + 28 + (c - 1) * 4
      if ($a == "") continue
      theorem = $(a + 3) == "" ? "none" : $(a + 3) == $(a + 1) % 2 ? "holds" : "fails"
      count["cut" OFS source[s] OFS c OFS ($(a + 2) == "" ? "free" : "pinned") OFS $a OFS $(a + 1) + 0 OFS theorem]++
    }
  }
  if (ok[1] && ok[2]) for (m = 1; m <= 2; m++) for (set = 1; set <= 2; set++) {
    count["pair" OFS method[m] OFS set OFS k[1, m, set] OFS k[2, m, set]]++
    count["same" OFS method[m] OFS set OFS (identity(at(1, m, set)) == identity(at(2, m, set)) ? "yes" : "no")]++
  }
}

END { if (bad) exit 1; for (key in count) print key, count[key] }

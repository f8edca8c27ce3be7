# Symmetry tables: the irreps of the bands, what connects neighbouring ones, and the sets. Needs classes.awk.
#
# Reads the columns of symmetry-fields.sh. Writes text, and with -v rows=FILE lines for a picture:
# cell, "band", n, irreps at Gamma, K, M; cell, "cut", n, text, 1 if a gap; cell, "set", first, last, class, name.
BEGIN {
  FS = "\t"; OFS = "\t"
  split("S P D F ZERO ONE PLUS MINUS", long, " ")
  split("s p d f 0 1 + -", short, " ")
  for (i in long) letter[long[i]] = short[i]
  bands = 6
}

function connection(c,    a, text) {
  a = 6 + 4 * (c - 1)
  if ($a == "") return ""
  if ($a == "GAPPED") return sprintf("gap %.4f", $(a + 3))
  text = $(a + 2)
  if ($(a + 1) > 0) text = text (text == "" ? "" : ",") 6 * $(a + 1) " free"
  gsub(/,/, ", ", text)
  text = "nodes: " (text == "" ? "none" : text) ($a == "UNRESOLVED" ? " ?" : "")
  return text
}

{
  cell++
  printf "%scell %d of seed %d\n  band  Gamma  K  M\n", (cell > 1 ? "\n" : ""), $2, $1
  for (p = 1; p <= 3; p++) { n = split($(2 + p), irrep, ","); for (b = 1; b <= n; b++) of[p, b] = letter[irrep[b]] }
  for (b = bands; b >= 1; b--) {
    printf "  %3d   %4s  %3s %2s\n", b, of[1, b], of[2, b], of[3, b]
    if (rows) print cell, "band", b, of[1, b], of[2, b], of[3, b] > rows
    if (b > 1) printf "%24s%s\n", "", connection(b - 1)
  }
  if (rows) for (b = 1; b <= bands; b++) print cell, "cut", b, connection(b), ($(6 + 4 * (b - 1)) == "GAPPED" ? 1 : 0) > rows
  for (s = 0; s < 4; s++) {
    a = 30 + 4 * s
    if ($a == "" || $a > bands) continue
    kind = class_of($(a + 2), $(a + 3))
    printf "  band%s: %s%s\n", $(a + 1) == 0 ? "s " $a " to ?" : $a == $(a + 1) ? " " $a : "s " $a " to " $(a + 1), kind == "undetermined" ? "not closed" : $(a + 3), \
      kind == $(a + 3) || kind == "undetermined" ? "" : " (" kind ")"
    if (rows) print cell, "set", $a, $(a + 1), kind, $(a + 3) > rows
  }
}

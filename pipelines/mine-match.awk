# Indices of the cells that are wanted. Needs classes.awk.
#   -v want=   a class of classes.awk or the name of a decomposition, of any set or of set number -v set=
#   -v nodes=  or the cut n that free nodes close
# Reads, with a header line: index status, first the verdicts of the cut's nodes: verdict sextets; then verdict name
# of the first four sets.
BEGIN { FS = "\t" }
NR == 1 || $2 != "OK" { next }
{ index_of = $1 == "" ? 0 : $1 }
nodes != "" { if ($3 == "NODES" && $4 > 0) print index_of; next }
{
  for (s = 1; s <= 4; s++) {
    if (set != "" && s != set) continue
    verdict = $(3 + 2 * s)
    if (verdict != "" && (class_of(verdict, $(4 + 2 * s)) == want || $(4 + 2 * s) == want)) { print index_of; next }
  }
}

# Ends with 64 unless want is a class of classes.awk or a sum of elementary band representations. Needs classes.awk.
BEGIN {
  for (i = 1; i <= classes; i++) known[class[i]]
  terms = split(want, term, / [+-] /)
  for (i = 1; i <= terms; i++) {
    name = term[i]
    sub(/^[1-9][0-9]* /, "", name)
    # Only representations, whose names are positions, can be added.
    if (name in known && (terms == 1 || name ~ /^[123][abc] /)) continue
    print "mine: WANT must be fragile, winding, obstructed, composite or a sum such as 1a s + 3c odd, not '" want "'" > "/dev/stderr"
    exit 64
  }
}

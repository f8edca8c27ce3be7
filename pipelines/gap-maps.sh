#!/bin/bash -p
# kx, ky (units of |K|) and the gaps above bands 1 to 5 over the whole zone, cell by cell; blank lines between cells.
. "$(dirname "$0")/environment.sh"
stream=$(mktemp); trap 'rm -f "$stream"*' EXIT
cat > "$stream"
rec-view --tsv bands.kpoints "$stream" | tail -n +2 | awk -f "$here/matrix-rows.awk" > "$stream.k"
rec-view --tsv bands.energies "$stream" | tail -n +2 | awk -f "$here/matrix-rows.awk" > "$stream.e"
paste "$stream.k" "$stream.e" | awk -F '\t' 'NF < 4 { print ""; next } {
  # Units of |K| = 4 pi/3: k = x1 b1 + x2 b2, turned six times.
  x = 1.5 * $1; y = 1.5 * (2 * $2 - $1) / sqrt(3)
  for (turn = 0; turn < 6; turn++) {
    printf "%.5f\t%.5f", x, y
    for (n = 3; n < 8; n++) printf "\t%.6f", $(n + 1) - $n
    print ""
    t = 0.5 * x - sqrt(3) / 2 * y; y = sqrt(3) / 2 * x + 0.5 * y; x = t
  }
}'

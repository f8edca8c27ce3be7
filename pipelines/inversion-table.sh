#!/bin/bash -p
# The largest complete gap between bands 3 and 4 with p below d and with d below p: file of six holes, of designs
. "$(dirname "$0")/environment.sh"
rows() {
  paste <(rec-view --tsv 'irreps.points[0].irreps' "$1" | tail -n +2) \
    <(rec-view --tsv bands.energies "$1" | tail -n +2 | awk -f "$here/complete-gaps.awk") \
    | awk -F '\t' -v OFS='\t' -v what="$2" '{
      # The first three bands are s and one pair.
      pair = $1 ~ /^\["S","P","P"/ ? "p below d" : $1 ~ /^\["S","D","D"/ ? "d below p" : ""
      if (pair != "") print pair, what, $4
    }'
}
{ rows "$1" holes; rows "$2" free; } | awk -F '\t' '
  $3 > best[$1, $2] { best[$1, $2] = $3 }
  END {
    printf "%-12s %16s %16s\n", "gap 3|4, Vmax", "six holes", "free form"
    for (i = 1; i <= 2; i++) { order = i == 1 ? "p below d" : "d below p"; printf "%-12s %16.4f %16.4f\n", order, best[order, "holes"], best[order, "free"] }
  }'

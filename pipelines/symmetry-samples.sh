#!/bin/bash -p
# Prints the symmetry tables of some random cells, and leaves what their picture needs: folder alpha seed:index...
# In the folder: CELL.txt (a matrix), CELL.exact.tsv and CELL.network.tsv (bands on a path), tables.tsv.
. "$(dirname "$0")/environment.sh"
folder=$1
alpha=$2
shift 2
for sample in "$@"; do
  genpot random -n 1 --alpha "$alpha" --seed "${sample%:*}" --start "${sample#*:}"
done | solve-seq --path Gamma-K-M-Gamma --points 121 > "$folder/exact.rec.zst"
# The network has learned six bands: five cuts.
predict "$folder/exact.rec.zst" | berryflux --cuts 1,2,3,4,5 | fingerprint > "$folder/network.rec.zst"
for ((i = 0; i < $#; i++)); do
  rec-view --pgm "$i" "$folder/exact.rec.zst" | od -An -v -tu1 -w1 | awk -f "$here/survey-cells.awk" > "$folder/$((i + 1)).txt"
  for source in exact network; do
    rec-cat --skip "$i" --head 1 "$folder/$source.rec.zst" | rec-view --tsv bands.energies | tail -n +2 \
      | awk -f "$here/matrix-rows.awk" > "$folder/$((i + 1)).$source.tsv"
  done
done
"$here/symmetry-fields.sh" "$folder/network.rec.zst" \
  | awk -v rows="$folder/tables.tsv" -f "$here/classes.awk" -f "$here/symmetry-tables.awk"

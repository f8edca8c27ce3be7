#!/bin/bash -p
# What pictures of designs are drawn from: file of records, folder, path
# Leaves for each record N = 1, 2, ... N.cell.txt (patch of the crystal), N.bands.tsv and N.labels.tsv in the folder.
. "$(dirname "$0")/environment.sh"
mkdir -p "$2"
solve-seq --path "$3" --points 121 --bands 6 "$1" -o "$2/path.rec.zst"
count=$(rec-view --tsv index "$1" | tail -n +2 | wc -l)
for n in $(seq 1 "$count"); do
  rec-cat --skip $((n - 1)) --head 1 "$2/path.rec.zst" -o "$2/one.rec.zst"
  rec-view --pgm 0 "$2/one.rec.zst" | od -An -v -tu1 -w1 | awk -f "$here/survey-cells.awk" > "$2/$n.cell.txt"
  rec-view --tsv bands.energies "$2/one.rec.zst" | tail -n +2 | awk -f "$here/matrix-rows.awk" > "$2/$n.bands.tsv"
  "$here/irrep-labels.sh" < "$2/one.rec.zst" > "$2/$n.labels.tsv"
done
rm -f "$2/one.rec.zst"
"$here/design-names.sh" "$1" > "$2/names.tsv"

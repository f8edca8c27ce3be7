#!/bin/bash -p
# Topology of the first two sets of every cell by Berry flux (the theorem where it was not searched) and by
# compatibility, and the cuts, as TSV without a header line: stream that went through berryflux.
# Columns: index status fill; by each method first_band last_band verdict name fingerprint hidden_cuts of both sets;
# verdict sextets pinned parity of the cuts 1|2 to 6|7, which must be the first that berryflux was told to search.
. "$(dirname "$0")/environment.sh"
sets=
for set in 0 1; do
  for field in first_band last_band verdict name fingerprint hidden_cuts; do sets+=,topology.sets[$set].$field; done
done
cuts=
for cut in 0 1 2 3 4 5; do
  for field in verdict sextets pinned parity; do cuts+=,connectivity.cuts[$cut].$field; done
done
nodes=$(mktemp); trap 'rm -f "$nodes"' EXIT
fingerprint --threads 1 --error 0 --connectivity both "$1" \
  | rec-view --tsv "key.index,status,geometry.fill_fraction$sets" > "$nodes"
fingerprint --threads 1 --error 0 --connectivity irreps "$1" | rec-view --tsv "${sets#,}$cuts" | paste "$nodes" - \
  | awk 'BEGIN { FS = OFS = "\t" } NR > 1 { if ($1 == "") $1 = 0; gsub(/[]["]/, ""); print }'

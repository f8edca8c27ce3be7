#!/bin/bash -p
# Topology of the first two sets of every cell as TSV, without a header line: shard...
# Columns: index status, then verdict name fingerprint hidden_cuts of each set.
. "$(dirname "$0")/environment.sh"
fields=key.index,status
for set in 0 1; do
  for field in verdict name fingerprint hidden_cuts; do
    fields+=",topology.sets[$set].$field"
  done
done
rec-view --tsv "$fields" "$@" \
  | awk 'BEGIN { FS = OFS = "\t" } NR > 1 { if ($1 == "") $1 = 0; gsub(/[][]/, ""); print }'

#!/bin/bash -p
# One shard of the census as a table of cumulative sets, unless it is finished: folder index shards cells seed group wave epsilon bands
. "$(dirname "$0")/environment.sh"
table=$(printf '%s/%03d.tsv' "$1" "$2")
if "$here/finished.sh" "$table"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$table.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP
first=$(($4 * $2 / $3))
count=$(($4 * ($2 + 1) / $3 - first))
"$here/census.py" cells "$6" "$count" "$5" "$first" \
  | solve-seq --threads 1 --equation "$7" --material "epsilon=1:$8" --bands "$9" --tolerance 2e-3 \
  | "$here/census.py" sets "$6" > "$part/table"
"$here/publish.sh" "$part/table" "$table"
if [ -t 2 ]; then printf 'shard %d of %d done\n' "$(($2 + 1))" "$3" >&2; fi

#!/bin/bash
# One shard of solved cells, unless it is finished: folder name index shards arguments-of-genpot...
set -euo pipefail
# Shards of other arguments must never be taken for these.
sum=$(printf '%s' "${*:4}" | cksum)
file=$(printf '%s/%s-%s.%03d.rec.zst' "$1" "$2" "${sum%% *}" "$3")
if [ -e "$file" ]; then exit 0; fi
part=$(mktemp "$file.XXXXXX")
trap 'rm -f "$part"' EXIT
trap 'exit 1' INT TERM HUP
genpot "${@:5}" --shard "$3/$4" --threads 1 | solve-seq --grid 12 --threads 1 > "$part"
sync "$part"
chmod 644 "$part"
mv "$part" "$file"
if [ -t 2 ]; then printf '%s %d of %d done\n' "$2" "$(($3 + 1))" "$4" >&2; fi

#!/bin/bash -p
# One shard of solved cells, unless it is finished: folder name index shards arguments-of-genpot...
. "$(dirname "$0")/environment.sh"
# Shards of other arguments must never be taken for these.
sum=$(printf '%s' "${*:4}" | cksum)
file=$(printf '%s/%s-%s.%03d.rec.zst' "$1" "$2" "${sum%% *}" "$3")
if "$here/finished.sh" "$file"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP
genpot "${@:5}" --shard "$3/$4" --threads 1 | solve-seq --grid 12 --threads 1 > "$part/stream"
"$here/publish.sh" "$part/stream" "$file"
if [ -t 2 ]; then printf '%s %d of %d done\n' "$2" "$(($3 + 1))" "$4" >&2; fi

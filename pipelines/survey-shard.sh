#!/bin/bash
# One shard of the survey (stream and TSV of its sets), unless it is finished: folder index shards samples alpha seed
set -euo pipefail
file=$(printf '%s/%03d.rec.zst' "$1" "$2")
here=$(cd "$(dirname "$0")" && pwd)
if [ -e "${file%.rec.zst}.tsv" ] && "$here/finished.sh" "$file"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp "$file.XXXXXX")
trap 'rm -f "$part" "$part.tsv"' EXIT
trap 'exit 1' INT TERM HUP
genpot random -n "$4" --alpha "$5" --seed "$6" --shard "$2/$3" --threads 1 \
  | solve-seq --threads 1 \
  | fingerprint --threads 1 > "$part"
# Only a pipeline that ended well in all its parts makes a shard; the stream comes last.
"$here/survey-sets.sh" "$part" > "$part.tsv"
sync "$part" "$part.tsv"
chmod 644 "$part"
mv "$part.tsv" "${file%.rec.zst}.tsv"
mv "$part" "$file"
if [ -t 2 ]; then printf 'shard %d of %d done\n' "$(($2 + 1))" "$3" >&2; fi

#!/bin/bash -p
# One shard of the survey (stream and TSV of its sets), unless it is finished: folder index shards samples alpha seed [options of genpot random]
. "$(dirname "$0")/environment.sh"
file=$(printf '%s/%03d.rec.zst' "$1" "$2")
table=${file%.rec.zst}.tsv
stream=
if "$here/finished.sh" "$file"; then stream=$file; fi
if [ -n "$stream" ] && "$here/finished.sh" "$table"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP
if [ -z "$stream" ]; then
  stream=$part/stream
  genpot random -n "$4" --alpha "$5" --seed "$6" --shard "$2/$3" --threads 1 "${@:7}" \
    | solve-seq --threads 1 \
    | fingerprint --threads 1 > "$stream"
fi
# Only a pipeline that ended well in all its parts makes a shard; the stream comes last. A table alone is made from it again.
"$here/survey.py" sets "$stream" > "$part/table"
"$here/publish.sh" "$part/table" "$table"
if [ "$stream" != "$file" ]; then "$here/publish.sh" "$stream" "$file"; fi
if [ -t 2 ]; then printf 'shard %d of %d done\n' "$(($2 + 1))" "$3" >&2; fi

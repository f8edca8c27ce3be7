#!/bin/bash
# Solved cells of one kind, unless they are there: folder kind count seed bands [arguments of solve-seq...]
set -euo pipefail
here=$(cd "$(dirname "$0")" > /dev/null && pwd)
folder=$1 kind=$2 count=$3 seed=$4 bands=$5
file=$folder/$kind.rec.zst
settings="$count $seed $bands${*:6} $(cat "$here/cells-of-kind.sh" "$here/draw-cells.py" | cksum)"
if [ -e "$file" ] && [ "$(cat "$file.settings" 2> /dev/null)" = "$settings" ]; then exit 0; fi
mkdir -p "$folder"
# A picture may be constant, which has no bands: that record fails and is left out.
"$here/cells-of-kind.sh" "$kind" "$count" "$seed" \
  | solve-seq --grid 12 --bands "$bands" --threads 1 "${@:6}" -o "$file" 2> "$file.notes" || { cat "$file.notes" >&2; exit 1; }
printf '%s\n' "$settings" > "$file.settings"
if [ -t 2 ]; then printf '%s/%s done\n' "${folder##*/}" "$kind" >&2; fi

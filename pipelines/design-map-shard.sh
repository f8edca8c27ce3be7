#!/bin/bash -p
# One target of a design map, unless it is done: folder index round options-of-the-search...
# Leaves the best design of that round, as round-R/INDEX.rec.zst; the round is the seed.
. "$(dirname "$0")/environment.sh"
folder=$1 index=$2 round=$3
shift 3
file=$(printf '%s/round-%d/%04d.rec.zst' "$folder" "$round" "$index")
if "$here/finished.sh" "$file"; then exit 0; fi
mkdir -p "${file%/*}"
rec-cat --skip "$index" --head 1 "$folder/targets.rec.zst" \
  | invdesign search --threads 1 --seed "$round" "$@" -o "$file"
if [ -t 2 ]; then printf 'round %d, target %d done\n' "$round" "$index" >&2; fi

#!/bin/bash
# Batches of random cells until enough are confirmed: folder wanted most jobs size arguments-of-mine-batch...
# Prints drawn, found, confirmed.
set -euo pipefail
folder=$1; wanted=$2; most=$3; jobs=$4; size=$5
shift 5
here=$(cd "$(dirname "$0")" && pwd)
# Of the first batches without a gap, so that the result does not depend on what an interrupted run left behind.
total() { for ((i = 0; i < $1; i++)); do cat "$(printf '%s/%06d.tsv' "$folder" "$i")"; done \
  | awk -F '\t' '{ drawn += $1; found += $2; confirmed += $3 } END { print drawn + 0 "\t" found + 0 "\t" confirmed + 0 }'; }
next=0
confirmed=0
while [ "$confirmed" -lt "$wanted" ] && [ $((next * size)) -lt "$most" ]; do
  seq "$next" $((next + jobs - 1)) | xargs -P "$jobs" -I{} "$here/mine-batch.sh" "$folder" {} "$size" "$@"
  next=$((next + jobs))
  now=$(total "$next")
  confirmed=${now##*$'\t'}
  if [ -t 2 ]; then printf 'drawn, found, confirmed: %s\n' "$now" >&2; fi
done
printf '%s\n' "$(total "$next")"

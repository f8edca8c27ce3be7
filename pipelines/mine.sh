#!/bin/bash -p
# Batches of random cells until enough are confirmed: wanted most jobs arguments-of-mine-list...
# Prints drawn, found, confirmed.
. "$(dirname "$0")/environment.sh"
wanted=$1; most=$2; jobs=$3
shift 3
folder=$1; size=$2
# Of the first batches without a gap, so that the result does not depend on what an interrupted run left behind.
total() { for ((i = 0; i < $1; i++)); do cat "$(printf '%s/%06d.tsv' "$folder" "$i")"; done \
  | awk -F '\t' '{ drawn += $1; found += $2; confirmed += $3 } END { print drawn + 0 "\t" found + 0 "\t" confirmed + 0 }'; }
next=0
confirmed=0
while [ "$confirmed" -lt "$wanted" ] && [ $((next * size)) -lt "$most" ]; do
  "$here/mine-list.sh" "$next" "$jobs" "$@" | "$here/run-shards.sh" "$jobs" "${HOSTS-}"
  next=$((next + jobs))
  now=$(total "$next")
  confirmed=${now##*$'\t'}
  if [ -t 2 ]; then printf 'drawn, found, confirmed: %s\n' "$now" >&2; fi
done
printf '%s\n' "$(total "$next")"

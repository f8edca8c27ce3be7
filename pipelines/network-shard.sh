#!/bin/bash -p
# One shard of the survey by network and exact solver, unless it is finished:
#   folder index shards samples alpha seed keep last-cut
# Leaves counts and disagreements as TSV, and with keep = yes the streams.
. "$(dirname "$0")/environment.sh"
file=$(printf '%s/%03d' "$1" "$2")
streams=()
if [ "$7" = yes ]; then streams=("$file.network.rec.zst" "$file.exact.rec.zst"); fi
if "$here/finished.sh" "$file.counts.tsv" "$file.disagreements.tsv" "${streams[@]}"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP
random=(genpot random -n "$4" --alpha "$5" --seed "$6" --shard "$2/$3" --threads 1)
since() { awk -v now="$EPOCHREALTIME" -v then="$1" 'BEGIN { printf "%.3f", now - then }'; }

: > "$part/counts.tsv"
for source in network exact; do
  start=$EPOCHREALTIME
  case $source in
    network) solve=(predict --threads 1) ;;
    exact) solve=(solve-seq --keep-model --threads 1) ;;
  esac
  "${random[@]}" | "${solve[@]}" | berryflux --wilson --threads 1 --cuts "$(seq -s, 1 "$8")" > "$part/$source.rec.zst"
  "$here/survey_network.py" cells "$part/$source.rec.zst" > "$part/$source.tsv"
  printf 'seconds\t%s\t%s\n' "$source" "$(since "$start")" >> "$part/counts.tsv"
  if [ "$7" != yes ]; then rm "$part/$source.rec.zst"; fi
done
"$here/survey_network.py" counts "$part/network.tsv" "$part/exact.tsv" "$part/disagreements.tsv" >> "$part/counts.tsv"
# The counts come last: only a shard that ended well in all its parts has them.
for name in network.rec.zst exact.rec.zst disagreements.tsv counts.tsv; do
  if [ ! -e "$part/$name" ]; then continue; fi
  "$here/publish.sh" "$part/$name" "$file.$name"
done
if [ -t 2 ]; then printf 'alpha %s: shard %d of %d done\n' "$5" "$(($2 + 1))" "$3" >&2; fi

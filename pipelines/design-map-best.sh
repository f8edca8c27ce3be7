#!/bin/bash -p
# The best design of each target among all rounds: folder
# Leaves map.tsv and best.rec.zst in it, one row and one record a target, in the order of the targets.
. "$(dirname "$0")/environment.sh"
cd "$1"
work=$(mktemp -d best.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
fields=key.name,design.loss,design.search_loss,design.network_error,design.irreps_reached
for round in round-*; do
  printf '%s\n' "$round"/*.rec.zst > "$work/files"
  xargs -d '\n' rec-cat < "$work/files" | rec-view --tsv "$fields" | tail -n +2 | paste - "$work/files"
done | awk -f "$here/design-map-best.awk" | sort -t "$(printf '\t')" -k 10,10 > "$work/map.tsv"
cut -f 11 "$work/map.tsv" | xargs -d '\n' rec-cat -o "$work/best.rec.zst"
{
  printf 'omega0\tj\tdj\tj2\tloss\tsearch_loss\tnetwork_loss\tirreps_reached\tround\n'
  cut -f 1-9 "$work/map.tsv"
} > "$work/table.tsv"
mv "$work/best.rec.zst" best.rec.zst
mv "$work/table.tsv" map.tsv

#!/bin/bash -p
# Draws up to six example cells, one of each kind of second set: sets.tsv folder shard...
# Leaves folder/1.txt ... (matrices) and folder/titles.tsv (kind, decomposition, caption).
. "$(dirname "$0")/environment.sh"
sets=$1
folder=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder"
# The first record of each kind: its place in all shards, kind, decomposition, caption.
awk -F '\t' '
  $2 != "OK" { next }
  {
    kind = "not closed"
    if ($7 == "EBR") kind = $8 ~ /^1a/ ? "elementary, on 1a" : "elementary, off 1a"
    else if ($7 == "COMPOSITE") kind = "composite"
    else if ($7 == "OBSTRUCTED_ATOMIC") kind = "obstructed atomic"
    else if ($7 == "FRAGILE") kind = "fragile"
    if (kind in row) next
    row[kind] = (NR - 1) "\t" kind "\t" ($8 == "" ? "-" : $8) "\tcell " $1
  }
  END {
    kinds = split("elementary, on 1a|elementary, off 1a|composite|obstructed atomic|fragile|not closed",
      order, "|")
    for (i = 1; i <= kinds; i++) if (order[i] in row) print row[order[i]]
  }' "$sets" > "$folder/rows.tsv"
number=0
while IFS=$'\t' read -r row kind name caption; do
  number=$((number + 1))
  rec-view --pgm "$row" "$@" \
    | od -An -v -tu1 -w1 | awk -f "$here/survey-cells.awk" > "$folder/$number.txt"
  printf '%s\t%s\t%s\n' "$kind" "$name" "$caption" >> "$folder/titles.tsv"
done < "$folder/rows.tsv"
rm "$folder/rows.tsv"

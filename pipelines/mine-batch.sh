#!/bin/bash -p
# One batch of the search for rare cells, unless it is finished: folder batch size alpha seed want set nodes
# Leaves BATCH.rec.zst with the cells that the exact solver confirms, if any, and BATCH.tsv: drawn, found, confirmed.
. "$(dirname "$0")/environment.sh"
file=$(printf '%s/%06d' "$1" "$2")
want=$6; set=$7; nodes=$8
# A batch without a confirmed cell has no stream.
if "$here/finished.sh" "$file.tsv" && { [ "$(cut -f 3 "$file.tsv")" = 0 ] || "$here/finished.sh" "$file.rec.zst"; }; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP

wanted() { "$here/mine.py" match "$want" "$set" "$nodes"; }
# The exact bands always decide by their nodes; of the network the irreps do where they can, its levels taken as they are.
flux=(berryflux --threads 1)
if [ -n "$nodes" ]; then flux+=(--cuts "$nodes"); fi
if [ "$want" = winding ]; then flux+=(--wilson); fi
classify() { if [ -n "$nodes" ]; then cat; else fingerprint --threads 1 --connectivity "$@"; fi; }

genpot random -n "$3" --start $(($2 * $3)) --alpha "$4" --seed "$5" --threads 1 | predict --threads 1 \
  | if [ -n "$nodes" ] || [ "$want" = winding ]; then "${flux[@]}" | classify both --error 0; else classify irreps --error 0; fi \
  | wanted > "$part/found"
solved=()
while read -r index; do
  solved+=("$part/$index.rec.zst")
  genpot random -n 1 --start "$index" --alpha "$4" --seed "$5" --threads 1 | solve-seq --keep-model --threads 1 \
    | "${flux[@]}" | classify both > "$part/$index.rec.zst"
done < "$part/found"
: > "$part/confirmed"
if [ "${#solved[@]}" -gt 0 ]; then printf '%s\n' "${solved[@]}" | xargs -d '\n' cat | wanted | sed "s,.*,$part/&.rec.zst," > "$part/confirmed"; fi
if [ -s "$part/confirmed" ]; then xargs -d '\n' rec-cat -o "$file.rec.zst" < "$part/confirmed"; fi
# The numbers come last: only a batch that ended well in all its parts has them.
printf '%s\t%s\t%s\n' "$3" "$(wc -l < "$part/found")" "$(wc -l < "$part/confirmed")" > "$part/tsv"
"$here/publish.sh" "$part/tsv" "$file.tsv"

#!/bin/bash -p
# One part of a phase map, unless it is finished: folder index shards corners steps method
# Leaves a TSV of w1 w2 w3 and, of the first and the second set, class and name.
. "$(dirname "$0")/environment.sh"
file=$(printf '%s/%03d.tsv' "$1" "$2")
if "$here/finished.sh" "$file"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP
case $6 in
  # The network has learned six bands: five cuts; the theorem decides about others.
  nodes) search=(berryflux --threads 1 --cuts 1,2,3,4,5) source=both ;;
  irreps) search=(cat) source=irreps ;;
  *) echo "phase-map: METHOD must be nodes or irreps, not $6" >&2; exit 64 ;;
esac
genpot mix --steps "$5" --shard "$2/$3" --threads 1 "$4" \
  | predict --threads 1 | "${search[@]}" | fingerprint --threads 1 --error 0 --connectivity "$source" \
  | "$here/phase_map.py" points > "$part/table"
"$here/publish.sh" "$part/table" "$file"
if [ -t 2 ]; then printf 'part %d of %d done\n' "$(($2 + 1))" "$3" >&2; fi

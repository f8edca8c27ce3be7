#!/bin/bash -p
# Solved cells of one ratio of epsilon, which the index draws with roughness and fill, unless they are there:
# folder wave index cells group
. "$(dirname "$0")/environment.sh"
file=$(printf '%s/%04d.rec.zst' "$1" "$3")
if "$here/finished.sh" "$file"; then exit 0; fi
mkdir -p "$1"
part=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' INT TERM HUP
drawn=$(python3 -c '
import math, random, sys
index = int(sys.argv[1])
r = random.Random(index)
# Beyond 2 to 16 on both sides, with the ends.
low, high = 1.7, 18
ratio = {0: low, 1: high}.get(index, round(math.exp(r.uniform(math.log(low), math.log(high))), 3))
alpha = r.choice([0.5, 0.5, 0.75, 1, 1, 1, 1.5, 2])
fill = r.choice(["", f"--fill {r.uniform(0.12, 0.88):.3f}"])
print(ratio, "--alpha", alpha, fill)' "$3")
if [ "$5" = p6 ]; then group=; else group="--group $5"; fi
# Their words are arguments.
# shellcheck disable=SC2086
genpot random $group -n "$4" --seed "$((5000 + $3))" ${drawn#* } --threads 1 \
  | solve-seq --grid 12 --threads 1 --equation "$2" --material "epsilon=1:${drawn%% *}" > "$part/stream"
"$here/publish.sh" "$part/stream" "$file"
if [ -t 2 ]; then printf '%s %s done\n' "$2" "$3" >&2; fi

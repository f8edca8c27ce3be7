#!/bin/bash
# About COUNT unit cells of one kind, as a stream: cells-of-kind.sh KIND COUNT SEED
#
#   random    two levels, alpha 0.5 to 2            lattices  drawn: discs, polygons, bonds, lines, text, spirals, tilings
#   fill      the same, fill fractions 2 to 98 %    cosines   sums of few plane waves, smooth or cut
#   smooth    smooth steps, beta 0.5 to 20          pixels    2 to 10 pixels a side, two levels or grey
#   discs     rings of discs of all sizes           mixtures  triangles between three random fields
#   rough     random with cut-offs 8 to 20
#
# Seeds SEED to SEED + 999 are used. With GROUP=p4 or another group in the environment the random kinds, mixtures and discs are of that
# group; drawn pictures are of p6.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" > /dev/null && pwd)
kind=$1 count=$2 seed=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM HUP

# share PARTS: how many cells each of PARTS lines makes, rounded up.
share() { echo $(((count + $1 - 1) / $1)); }
of=()
if [ "${GROUP:-p6}" != p6 ]; then of=(--group "$GROUP"); fi
random() { genpot random --threads 1 "${of[@]}" "$@"; }
drawn() {
  /usr/bin/python3 "$here/draw-cells.py" "$1" "$2" "$seed" "$scratch/$1"
  find "$scratch/$1" -name '*.pgm' | sort | xargs -r -n 500 genpot image --threads 1 \
    2> >(sed '/repeats itself/d; / grey/d' >&2)  # drawn so
}

case $kind in
random)
  for alpha in 0.5 0.75 1 1.5 2; do
    random -n "$(share 5)" --alpha $alpha --seed $((seed++))
  done ;;
fill)
  alphas=(0.5 1 1.5 0.8 2 1.2 0.6)
  for fill in 0.02 0.04 0.07 0.1 0.15 0.2 0.3 0.7 0.8 0.85 0.9 0.93 0.96 0.98; do
    random -n "$(share 14)" --alpha "${alphas[seed % 7]}" --fill $fill --seed $((seed++))
  done ;;
smooth)
  for beta in 0.5 1 2 4 8 20; do
    for alpha in 0.5 1 2; do random -n "$(share 18)" --alpha $alpha --beta $beta --seed $((seed++)); done
  done ;;
rough)
  for cutoff in 8 10 12 16 20; do
    for alpha in 0.5 1; do random -n "$(share 10)" --alpha $alpha --cutoff $cutoff --seed $((seed++)); done
  done ;;
mixtures)
  alphas=(0.5 1 1.5 2 0.75)
  for ((i = 0; i < (count + 44) / 45; i++)); do
    random -n 3 --alpha "${alphas[i % 5]}" --seed $((seed + i)) | genpot mix --steps 9 --threads 1
  done ;;
discs)
  # Rows of ten discs that grow, the rest at random.
  /usr/bin/python3 "$here/draw-cells.py" discs "$(share 10)" "$seed" | while read -r line; do
    # shellcheck disable=SC2086
    genpot holes --threads 1 "${of[@]}" $line < /dev/null
  done ;;
lattices | cosines)
  drawn "$kind" "$count" ;;
pixels)
  drawn pixels "$(share 2)"
  for pixels in 2 3 4 5 6 7 8 9 10; do
    random -n "$(share 18)" --alpha 1 --pixels $pixels --seed $((seed++))
  done ;;
*)
  echo "cells-of-kind: no kind '$kind'" >&2
  exit 64 ;;
esac

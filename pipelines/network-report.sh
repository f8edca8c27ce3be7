#!/bin/bash -p
# Prints a survey by network and exact solver: run alpha...
. "$(dirname "$0")/environment.sh"
run=$1
shift
for alpha in "$@"; do
  printf '\nalpha = %s: percent of the cells, 95 %% intervals\n' "$alpha"
  awk -F '\t' '
    /^#/ { next }
    $1 != set { set = $1; 
      printf "\n%-16s  %20s  %20s  %20s  %20s  %20s\n", set == 1 ? "first set" : "second set", "Berry flux, network", \
        "compatibility, net.", "Berry flux, exact", "compatibility, exact", "z, same cells, comp." }
    {
      name = $2 == "obstructed" ? "  of it 2b or 3c" : $2
      printf "%-16s", name
      for (i = 4; i <= 16; i += 4) printf "  %6.2f (%5.2f-%5.2f)", $i, $(i + 1), $(i + 2)
      printf "  %6.1f %6.1f %6.1f\n", $19, $20, $21
    }' "$run.alpha$alpha.shares.tsv"
  awk -f "$here/wilson.awk" -f "$here/network-statements.awk" "$run.alpha$alpha.counts.tsv" \
    | tee "$run.alpha$alpha.statements.tsv" \
    | awk -F '\t' '{ printf "%s%-74s %-10s %-42s %s\n", NR == 1 ? "\n" : "", $1, $2, $3, $4 }'
done

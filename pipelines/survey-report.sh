#!/bin/bash -p
# Prints the survey as an aligned table: table.tsv fragile.tsv
. "$(dirname "$0")/environment.sh"
awk -F '\t' '
  function interval(share, low, high) { return sprintf("%6.2f  %6.2f - %6.2f", share, low, high) }
  /^# cells/ { cells = $2; next }
  /^# failed/ { failed = $2; next }
  /^# naive/ { naive = sprintf("%d of %d, %.2f %% (%.2f - %.2f)", $2, cells, $3, $4, $5); next }
  NR == 1 {
    line = "----------------------------------------------------------------------------"
    printf "\n%-16s %-28s   %-28s\n", "", "first set", "second set"
    printf "%-16s %6s  %6s  %15s   %6s  %6s  %15s\n", "class", "count", "%", "95 % interval",
      "count", "%", "95 % interval"
    print line
  }
  {
    name = $1 == "obstructed" ? "  of it 2b or 3c" : $1
    printf "%-16s %6d  %s   %6d  %s\n", name, $2, interval($3, $4, $5), $6, interval($7, $8, $9)
  }
  END {
    print line
    printf "cells: %d, failed: %d\n", cells, failed
    printf "second sets that high-symmetry points alone would get wrong: %s\n", naive
    print "gaps from irreps alone, blind to an even number of nodes between Gamma, K and M; make survey-network searches the zone"
  }' "$1"
if [ -s "$2" ]; then
  printf '\nfragile fingerprints (n_s,n_p,n_d,n_f,n_0,n_1,n_+,n_-)\n'
  awk -F '\t' 'BEGIN { printf "%-20s %6s %6s  %s\n", "fingerprint", "first", "second", "bands" }
    { printf "%-20s %6d %6d  %s\n", $2, $4, $5, $1 }' "$2"
fi

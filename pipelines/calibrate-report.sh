#!/bin/bash
# The share of cells whose error is within the bar, and the median of bar over error, by kind and band, from tables of
# rec-diff --statistics: folder kinds...
set -euo pipefail
folder=$1
shift
printf 'kind\tcells\tquantity\tpoint'
for band in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do printf '\t%s' $band; done
printf '\n'
for kind in "$@"; do
  LC_ALL=C awk -F '\t' -v OFS='\t' -v kind="$kind" '
    $1 == "cells" { cells = $4 }
    $1 == "covered" || $1 == "bar_over_error" {
      row = $1 OFS $2
      if (!(row in lines)) order[++rows] = row
      lines[row] = lines[row] OFS ($1 == "covered" ? sprintf("%.1f %%", 100 * $4) : sprintf("%.2f", $4))
    }
    END { for (r = 1; r <= rows; r++) print kind, cells, order[r] lines[order[r]] }' "$folder/$kind.tsv"
done

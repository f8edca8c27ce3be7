#!/bin/bash -p
# Distance, irrep and energy of the levels at Gamma of each record, tab-separated.
. "$(dirname "$0")/environment.sh"
rec-view --tsv 'geometry.parameters[0].value,irreps.points[0].irreps,irreps.points[0].energies' | awk -F '\t' 'NR > 1 {
  gsub(/[\[\]" ]/, "")
  n = split($2, irrep, ","); split($3, energy, ",")
  for (i = 1; i <= n; i++) print $1 "\t" irrep[i] "\t" energy[i]
}'

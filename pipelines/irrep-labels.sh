#!/bin/bash -p
# Point, band, irrep and energy at Gamma, K, M of the stream's first record, tab-separated.
. "$(dirname "$0")/environment.sh"
rec-cat --head 1 | rec-view | tr -d '\n' | awk '{
  start = index($0, "\"irreps\":"); text = substr($0, start)
  n = split(text, points, "\"energies\":")
  for (i = 2; i <= n; i++) {
    e = points[i]; sub(/\].*/, "", e); gsub(/[\[ ]/, "", e); count = split(e, energy, ",")
    l = points[i]; sub(/.*"irreps":\[/, "", l); sub(/\].*/, "", l); gsub(/"/, "", l); split(l, irrep, ",")
    p = points[i]; sub(/.*"label":"/, "", p); sub(/".*/, "", p)
    for (b = 1; b <= count; b++) print p "\t" b "\t" irrep[b] "\t" energy[b]
  }
}'

#!/bin/bash -p
# What a symmetry table shows, as TSV without a header line: streams that went through berryflux and fingerprint.
# Columns: seed index; irreps at Gamma, K, M; verdict sextets pinned gap of the cuts 1|2 to 6|7; first_band last_band
# verdict name of the first four sets.
. "$(dirname "$0")/environment.sh"
fields=key.seed,key.index
for i in 0 1 2; do fields+=",irreps.points[$i].irreps"; done
for i in 0 1 2 3 4 5; do for field in verdict sextets pinned gap; do fields+=",connectivity.cuts[$i].$field"; done; done
for i in 0 1 2 3; do for field in first_band last_band verdict name; do fields+=",topology.sets[$i].$field"; done; done
rec-view --tsv "$fields" "$@" | awk 'BEGIN { FS = OFS = "\t" } NR > 1 { gsub(/[]["]/, ""); $1 += 0; $2 += 0; print }'

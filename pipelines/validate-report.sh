#!/bin/bash -p
# The paper's numbers beside those of the tables in a folder, tab-separated.
. "$(dirname "$0")/environment.sh"
folder=$1
value() { awk -F '\t' -v q="$2" '$1 == q && $2 == "" && $3 == "" { print $4 }' "$folder/$1.tsv"; }
row() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }
row quantity paper here
row 'loss, alpha = 1, 79 k-points' 6e-6 "$(value alpha1 loss)"
row 'loss, alpha = 1, 821 k-points' 6.4e-6 "$(value alpha1-fine loss)"
row 'rms deviation / v_max' 0.0026 "$(value alpha1-fine rms)"
row 'rms over mean smallest gap' 0.025 "$(value alpha1-fine rms_over_smallest_gap)"
row 'rms over mean gap' 0.020 "$(value alpha1-fine rms_over_mean_gap)"
row 'loss, alpha = 1/2, 79 k-points' - "$(value alpha0.5 loss)"
row 'loss, all kinds of cells, 79 k-points' - "$(value mix loss)"
row 'rms, six holes' - "$(value holes rms)"
row 'right irreps, alpha = 1, mean' 'about 0.99' "$(value alpha1 symmetry_mean)"
row 'right irreps, alpha = 1, worst band' - "$(value alpha1 symmetry_worst)"
row 'right irreps, alpha = 1/2, mean' - "$(value alpha0.5 symmetry_mean)"
# Where the p and d levels next to each other cross at Gamma, by interpolation; exact: R = a/3.
for which in exact network; do
  row "p-d crossing at R / a, $which" 0.3333 "$(awk -F '\t' '
    $2 == "P" && !(($1, "P") in e) { e[$1, "P"] = $3 } $2 == "D" && !(($1, "D") in e) { e[$1, "D"] = $3; order[++n] = $1 }
    END {
      for (i = 1; i <= n; i++) {
        r = order[i]; d = e[r, "D"] - e[r, "P"]
        if (i > 1 && (d < 0) != (last < 0)) { printf "%.5f", before + (r - before) * last / (last - d); exit }
        last = d; before = r
      }
    }' "$folder/ring.$which.tsv")"
done

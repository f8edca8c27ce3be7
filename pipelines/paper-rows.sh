#!/bin/bash -p
# Every number of the paper beside ours: folder of the run, its size. Rows of part, quantity, paper, ours, command.
. "$(dirname "$0")/environment.sh"
work=$1 size=$2
rows() { awk -F '\t' -v OFS='\t' -v part="$1" -v command="$2" "$3" "$4"; }

rows 'Accuracy' 'make validate' 'NR > 1 { print part, $1, $2, sprintf("%.4g", $3), command }' "$work/validate/report.tsv"

for file in "$work"/survey/*.statements.tsv; do
  alpha=${file##*alpha}
  rows "Topology, alpha = ${alpha%.statements.tsv}" 'make survey-network' '
    !/^#/ {
      # What compares both has one value.
      if ($4 == "") { print part, $1, $2, $3, command; next }
      print part, $1 ", network", $2, $3, command
      print part, $1 ", exact solver", $2, $4, command
    }' "$file"
done
for file in "$work"/survey/*.shares.tsv; do
  alpha=${file##*alpha}
  rows "Shares, alpha = ${alpha%.shares.tsv}, figures 3d, 7 and 8" 'make survey-network' '
    !/^#/ {
      print part, ($1 == 1 ? "first" : "second") " set: " ($2 == "obstructed" ? "of the composite ones 2b or 3c" : $2), \
        "a bar of figure 7, without a number", sprintf("%.2f %% (%.2f - %.2f), exact %.2f %%", $4, $5, $6, $12), command
    }' "$file"
done

rows 'Speed' 'make bench-predict' '
  /^Lanczos/ { print part, "Lanczos on 100 x 100 points, 79 wave vectors", "80 s", $2 " s", command }
  /^predict\t/ {
    print part, "network, 79 wave vectors", "0.067 s", $2 " s", command
    print part, "network, 821 wave vectors", "0.23 s", $3 " s", command
  }
  /^solve-seq/ { print part, "exact solver, 79 wave vectors", "not in the paper", $2 " s", command }
  /^predict is/ { print part, "in words", "1000-fold", $1, command }
' "$work/times.tsv"
rows 'Speed' 'make bench-design' '
  /^200 starts x 10 / { n = split($0, w, " "); print part, "inverse design: 200 starts x 10 steps", "3 s on an RTX 6000 and 16 cores", w[n - 1] " s", command }
  /^200 starts x 450 / { n = split($0, w, " "); print part, "a whole design, exact proof included", "not in the paper", w[n - 1] " s", command }
' "$work/times.tsv"

awk -F '  +' -v OFS='\t' 'NR > 1 && $1 !~ / designs for / {
  print "Design, figure 4a and c", $1, $1 ~ /^wu-hu/ ? "a loss about twice the network'\''s, 1.2e-5" : "not told", \
    "loss " $2 ($3 == "-" ? "" : ", " $3 " of the network'\''s") "; irreps " ($5 == "yes" ? "as wanted" : "not as wanted"), "make design"
}' "$work/design/models.tsv"
awk -F '  +' -v OFS='\t' 'NR > 1 { print "Design, figure 2", "complete gap 3|4 / Vmax, " $1, "not told", "six holes " $2 ", free form " $3, "make design" }' \
  "$work/design/inversion.tsv"
awk -F '\t' -v OFS='\t' 'NR > 1 {
    n++; if ($5 <= $7) below++; if ($5 <= 2 * $7) near++; if ($5 <= 6e-6) paper++; if ($5 <= 1.2e-5) twice++
  } END {
    print "Design, figure 4b", "targets with a loss below the network'\''s", "a contour, no number", below + 0 " of " n " (" near + 0 " below twice that)", "make design-map"
    print "Design, figure 4b", "targets below the paper'\''s 6e-6", "a contour, no number", paper + 0 " of " n " (" twice + 0 " below twice that)", "make design-map"
  }' "$work"/map/*/map.tsv

if [ "$size" = full ]; then
  awk -F '\t' -v OFS='\t' 'END { print "Training", "last line of the learning curve", "about 6e-6", $0, "make train" }' "$work/train/curve.tsv"
else
  printf 'Training\tlosses while it trains\tabout 6e-6\tnot run: PAPER=full trains from nothing, an hour and a quarter\tmake train\n'
fi

# Shares of right irreps by point and band. -e "folder='...'; picture='...'"
set terminal pngcairo size 1500, 820 font "DejaVu Sans,19" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set style fill solid noborder
set boxwidth 0.38
set yrange [97:100.02]
set ytics 0.5 format "%g %%"
set grid ytics lc rgb faint lt 1
set xrange [0.3:20.7]
set xtics scale 0 ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "1" 8, "2" 9, "3" 10, "4" 11, "5" 12, "6" 13, \
  "1" 15, "2" 16, "3" 17, "4" 18, "5" 19, "6" 20)
set label "Γ" at 3.5, 96.62 center font ",24" textcolor rgb ink
set label "K" at 10.5, 96.62 center font ",24" textcolor rgb ink
set label "M" at 17.5, 96.62 center font ",24" textcolor rgb ink
set bmargin 4.5
set key outside top right horizontal textcolor rgb ink
cells = system(sprintf("awk -F '\t' '$1 == \"cells\" { print $4 }' '%s/alpha1.tsv'", folder))
set title "Bands with the right irrep, ".cells." unseen cells each" textcolor rgb ink
rows(f) = sprintf("< awk -F '\t' '$1 == \"symmetry\" { print ($2 == \"Gamma\" ? 0 : $2 == \"K\" ? 7 : 14) + $3 \"\t\" 100 * $4 }' '%s/%s.tsv'", folder, f)
plot rows("alpha1") using ($1 - 0.2):2 with boxes lc rgb "#2b6c8f" title "α = 1", \
  rows("alpha0.5") using ($1 + 0.2):2 with boxes lc rgb "#e08a3c" title "α = 1/2"

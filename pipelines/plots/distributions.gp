# Figure 8: classes and fill fractions of two distributions. -e "run='...'; alphas='...'; cells=...; picture='...'"
set terminal pngcairo size 2000, 1150 font "DejaVu Sans,17" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
colour(a) = word("#e08a3c #2b6c8f #3f8f4f #a0457a", a)
rows(s, a) = sprintf("< awk -F '\t' '!/^#/ && $1 == %d' '%s.alpha%s.shares.tsv'", s, run, word(alphas, a))
fills(a) = sprintf("< awk -F '\t' '$1 == \"fill\"' '%s.alpha%s.counts.tsv'", run, word(alphas, a))
n = words(alphas)
set border 1 lc rgb ink lw 1.2
set tics textcolor rgb ink
set style fill solid 1 noborder
width = 0.8 / n
set ytics format "%g %%" scale 0
set grid ytics lc rgb faint lw 1 lt 1
set multiplot
set label 1 sprintf("Topology and fill fraction of %d random unit cells of each distribution, Berry flux by the network; bars: 95 %% intervals", cells) \
  at screen 0.04, 0.965 font "DejaVu Sans,23" textcolor rgb ink
do for [s = 1:2] {
  set origin 0, s == 1 ? 0.47 : 0; set size 0.68, 0.47
  set lmargin 8; set rmargin 1
  set boxwidth 0.95 * width
  set xrange [-0.7:12.7]
  set yrange [0:*]
  set xtics scale 0 rotate by 25 right offset 1, 0.2 ("1a s" 0, "1a p" 1, "1a d" 2, "1a f" 3, "2b m=0" 4, "2b m=±1" 5, "3c even" 6, \
    "3c odd" 7, "composite" 8, "obstructed" 9, "fragile" 10, "winding" 11, "not closed" 12)
  if (s == 1) { set key at graph 0.99, 0.97 right Left reverse samplen 1.5 textcolor rgb ink } else { unset key }
  set label 2 (s == 1 ? "first set" : "second set") at graph 0.5, 0.93 center font "DejaVu Sans,20" textcolor rgb ink
  plot for [a = 1:n] rows(s, a) using ($0 + width * (a - (n + 1) / 2.0)):4 with boxes lc rgb colour(a) title "α = ".word(alphas, a), \
    for [a = 1:n] rows(s, a) using ($0 + width * (a - (n + 1) / 2.0)):($3 > 0 ? $5 : NaN):(0):($6 - $5) with vectors heads size 0.05, 90 lw 1.4 lc rgb ink notitle, \
    for [a = 1:n] rows(s, a) using ($0 + width * (a - (n + 1) / 2.0)):6:(sprintf($4 > 0 && $4 < 0.095 ? "%.2f" : "%.1f", $4)) with labels offset 0, 0.6 font "DejaVu Sans,11" textcolor rgb colour(a) notitle
  unset label 1
}
set origin 0.69, 0; set size 0.31, 0.94
set lmargin 8
unset label
unset key
set xtics norotate center scale 0 offset 0, 0 format "%g"
set xtics autofreq 0.1
set xrange [0.15:0.85]
set xlabel "fill fraction, V = V_{max}" textcolor rgb ink
set label 3 "cells in\nbins of 0.02" at graph 0.03, 0.97 left font "DejaVu Sans,20" textcolor rgb ink
set boxwidth 0.019
set style fill transparent solid 0.55 noborder
plot for [a = 1:n] fills(a) using ($2 + 0.01):(100.0 * $3 / cells) with boxes lc rgb colour(a) notitle
unset multiplot

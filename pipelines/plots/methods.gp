# Figure 7: shares of the classes by four methods. -e "run='...'; alpha='...'; cells=...; picture='...'"
set terminal pngcairo size 1900, 1350 font "DejaVu Sans,17" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
table = run.".alpha".alpha.".shares.tsv"
colour(m) = word("#2b6c8f #9fc3d6 #e08a3c #f2cda6", m)
name(m) = m == 1 ? "Berry flux, network" : m == 2 ? "compatibility, network" : m == 3 ? "Berry flux, exact" : "compatibility, exact"
rows(s) = sprintf("< awk -F '\t' '!/^#/ && $1 == %d' '%s'", s, table)
set border 1 lc rgb ink lw 1.2
set tics textcolor rgb ink
set style fill solid 1 noborder
set boxwidth 0.19
set ytics format "%g %%" scale 0
set grid ytics lc rgb faint lw 1 lt 1
set xrange [-0.7:12.7]
set xtics scale 0 offset 0, -0.2 ("1a s" 0, "1a p" 1, "1a d" 2, "1a f" 3, "2b m=0" 4, "2b m=±1" 5, "3c even" 6, \
  "3c odd" 7, "composite" 8, "of it\nobstructed" 9, "fragile" 10, "winding" 11, "not closed" 12)
set multiplot
set label 1 sprintf("Topology of %d random unit cells by four methods, α = %s; bars: 95 %% intervals", cells, alpha) \
  at screen 0.05, 0.97 font "DejaVu Sans,23" textcolor rgb ink
do for [s = 1:2] {
  set origin 0, s == 1 ? 0.48 : 0; set size 1, 0.47
  set lmargin 9; set rmargin 3; set bmargin 3.2
  if (s == 1) { set key at graph 0.99, 0.97 right Left reverse samplen 1.5 textcolor rgb ink } else { unset key }
  set label 2 (s == 1 ? "first set" : "second set") at graph 0.5, 0.93 center font "DejaVu Sans,20" textcolor rgb ink
  set yrange [0:*]
  plot for [m = 1:4] rows(s) using ($0 + 0.2 * (m - 2.5)):(column(4 * m)) with boxes lc rgb colour(m) title name(m), \
    for [m = 1:4] rows(s) using ($0 + 0.2 * (m - 2.5)):(column(4 * m - 1) > 0 ? column(4 * m + 1) : NaN):(0):(column(4 * m + 2) - column(4 * m + 1)) \
      with vectors heads size 0.04, 90 lw 1.3 lc rgb ink notitle, \
    rows(s) using 0:($16 > $18 ? $16 : $18):(sprintf($16 > 0 && $16 < 0.095 ? "%.2f" : "%.1f", $16)) with labels offset 0, 0.8 font "DejaVu Sans,12" textcolor rgb ink notitle
  unset label 1
}
unset multiplot

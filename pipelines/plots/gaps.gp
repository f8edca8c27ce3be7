# Gaps over the Brillouin zone of five cells: the cell, then the gaps above bands 1, 2, 3 as the network sees them,
# nodes ringed, and those of the exact bands. -e "folder='...'; picture='...'"
set terminal pngcairo size 2000, 1560 font "DejaVu Sans,17" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"
unset key; unset tics; unset border
set palette defined (0 "#0b1d2a", 0.25 "#22577a", 0.6 "#57a6a1", 1 "#f4e9cd")
set cbrange [0:0.12]
unset colorbox
set size ratio -1
node = 0.0012
set multiplot
set label 1 "Gaps between neighbouring bands over the Brillouin zone, network (left) and exact (right); circles: gap below 0.0012 V_{max}" \
  at screen 0.02, 0.975 font ",23" textcolor rgb ink
do for [c = 0:4] {
  y = 0.755 - 0.185 * c
  set origin 0.005, y; set size 0.12, 0.185
  set xrange [-0.1:1.5]; set yrange [-0.1:1]
  set label 2 (c == 0 ? "cell" : "") at screen 0.06, 0.945 center textcolor rgb ink
  set palette gray negative
  set cbrange [0:1.4]
  plot folder."/gaps.cells.tsv" index c matrix using (($2 + 0.5 * $1) / 100):($1 * 0.866 / 100):3 with points pt 5 ps 0.28 lc palette
  set palette defined (0 "#0b1d2a", 0.25 "#22577a", 0.6 "#57a6a1", 1 "#f4e9cd") positive
  set cbrange [0:0.12]
  set xrange [-1.08:1.08]; set yrange [-0.95:0.95]
  do for [g = 1:3] {
    do for [which = 0:1] {
      set origin 0.125 + 0.145 * (2 * (g - 1) + which), y; set size 0.14, 0.185
      set label 2 (c == 0 ? sprintf("%d | %d %s", g, g + 1, which ? "exact" : "network") : "") at screen 0.195 + 0.145 * (2 * (g - 1) + which), 0.945 center textcolor rgb ink
      file = folder.(which ? "/gaps.exact.tsv" : "/gaps.network.tsv")
      plot file index c using 1:2:(column(g + 2)) with points pt 7 ps 0.42 lc palette, \
        file index c using (column(g + 2) < node ? $1 : 1/0):2 with points pt 6 ps 1.3 lw 1.6 lc rgb "#e0483c"
    }
  }
}
unset multiplot

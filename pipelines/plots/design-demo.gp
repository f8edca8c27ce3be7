# From a lattice model to a geometry: the model, the search, the cell, its exact bands on the wanted ones.
# -e "folder='...'; picture='...'"
set terminal pngcairo size 2000, 640 font "DejaVu Sans,16" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; exact = "#2b6c8f"; want = "#e08a3c"; faint = "#d9dde2"
offset = real(system(sprintf("cut -f 1 '%s/fit.tsv'", folder)))
network = real(system(sprintf("cut -f 2 '%s/fit.tsv'", folder)))**2
starts = int(system(sprintf("head -n 1 '%s/history.tsv' | awk -F '\t' '{ print NF - 1 }'", folder)))
set multiplot
unset key; unset colorbox
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink

# Sites and hoppings of the model, thick where they are strong.
set origin 0, 0; set size 0.21, 1
set lmargin 1; set rmargin 1; set tmargin 3; set bmargin 3
unset border; unset tics
set size ratio 440.0 / 520
set xrange [-1.3:1.3]; set yrange [-1.1:1.1]
set title "Wanted: six sites a cell, J < J'" textcolor rgb ink
h = sqrt(3.0) / 2
sx(s) = cos(s * pi / 3) / 3
sy(s) = sin(s * pi / 3) / 3
k = 1
do for [i = -3:3] { do for [j = -2:2] {
  cx = i + 0.5 * j; cy = h * j
  do for [s = 0:5] {
    x = cx + sx(s); y = cy + sy(s)
    if (abs(x) < 1.25 && abs(y) < 1.05) {
      set object k circle at x, y size 0.055 fc rgb ink fs solid front; k = k + 1
    }
    u = cx + sx(s + 1); v = cy + sy(s + 1)
    if (abs(x) < 1.25 && abs(y) < 1.05 && abs(u) < 1.25 && abs(v) < 1.05) { set arrow k from x, y to u, v nohead lw 2 lc rgb "#8a93a0"; k = k + 1 }
    u = cx + 2 * sx(s); v = cy + 2 * sy(s)
    if (s < 3 && abs(x) < 1.25 && abs(y) < 1.05 && abs(u) < 1.25 && abs(v) < 1.05) { set arrow k from x, y to u, v nohead lw 6 lc rgb want; k = k + 1 }
  }
} }
plot 1/0
unset object; unset arrow

# The search.
set origin 0.21, 0; set size noratio 0.26, 1
set lmargin 8; set rmargin 1; set tmargin 3; set bmargin 3.5
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set logscale y; set format y "10^{%T}"
set xrange [1:*]; set yrange [network / 3:*]; set xtics 0, 150
set xlabel "step" textcolor rgb ink
set ylabel "loss / V_{max}^2" textcolor rgb ink
set title sprintf("%d random geometries descend", starts) textcolor rgb ink
set object 1 rectangle from graph 0, first network / 3 to graph 1, first network fc rgb "#dbe9f2" fs solid noborder behind
set label 1 "network's accuracy" at graph 0.97, first network * 0.6 right textcolor rgb exact
plot for [s = 2:starts + 1] folder."/history.tsv" using 1:s with lines lw 0.5 lc rgb "#30808a99", \
  folder."/history.tsv" using 1:2 with lines lw 3 lc rgb exact
unset object; unset label; unset logscale y; set format y "%g"; unset xlabel; unset ylabel

# The cell.
set origin 0.48, 0; set size 0.24, 1
set lmargin 1; set rmargin 1; set tmargin 3; set bmargin 3
unset border; unset tics
set size ratio 440.0 / 520
set xrange [-0.5:519.5]; set yrange [-0.5:439.5]
set palette defined (0 "#ffffff", 1 "#16324a"); set cbrange [0:1]
set title "Found: a cell of two levels" textcolor rgb ink
set datafile separator whitespace
plot folder."/1.cell.txt" matrix with image
set datafile separator "\t"

# Its bands.
set origin 0.72, 0; set size noratio 0.28, 1
set lmargin 8; set rmargin 2; set tmargin 3; set bmargin 3.5
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set xrange [0:120]; set yrange [*:*]
set xtics ("M" 0, "Γ" 44, "K" 95, "M" 120) scale 0 textcolor rgb ink
set ylabel "E / V_{max}" textcolor rgb ink
set key top right textcolor rgb ink samplen 2
set title "Its exact bands on the wanted ones" textcolor rgb ink
plot for [b = 1:3] folder."/1.bands.tsv" using 0:b with lines lw 3 lc rgb exact title b == 1 ? "exact" : "", \
  for [b = 1:3] folder."/target.tsv" every 4 using ($0 * 4):(column(b) - offset) with points pt 7 ps 0.9 lc rgb want title b == 1 ? "wanted" : ""
unset multiplot

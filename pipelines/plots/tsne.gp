# Figure 3e: maps of cells by pixels and by coefficients. Needs classes.gp. -e "table='...'; picture='...'"
set terminal pngcairo size 1700, 1500 font "DejaVu Sans,18" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
unset tics; unset key
set border 15 lc rgb faint
count = int(system(sprintf("wc -l < '%s'", table)))
set multiplot
set label 1 sprintf("t-SNE of %d random cells", count) at screen 0.03, 0.965 font "DejaVu Sans,24" textcolor rgb ink
do for [s = 1:2] {
  do for [m = 1:2] {
    set lmargin screen 0.03 + 0.42 * (m - 1); set rmargin screen 0.43 + 0.42 * (m - 1)
    set bmargin screen s == 1 ? 0.49 : 0.03; set tmargin screen s == 1 ? 0.90 : 0.44
    set label 2 (m == 1 ? "pixels" : "tight-binding coefficients").", coloured by the ".(s == 1 ? "first" : "second")." set" \
      at graph 0.01, 1.035 textcolor rgb ink
    plot numbered(table, 5 + s) using (column(2 * m)):(column(2 * m + 1)):(class_hex(int($8))) with points pt 7 ps 0.9 lc rgb variable
    unset label 1
  }
}
unset label 2
unset border
set lmargin screen 0.87; set rmargin screen 1; set bmargin screen 0.1; set tmargin screen 0.9
set xrange [0:1]; set yrange [-class_count - 1:0]
row = 0
do for [i = 1:class_count] {
  if (class_occurs(table, i, 6, 7)) {
    row = row + 1
    set object row rectangle from 0.02, -row - 0.3 to 0.14, -row + 0.3 fc rgb class_hex(i) fs solid noborder
    set label 100 + row class_title(i) at 0.2, -row textcolor rgb ink noenhanced
  }
}
plot NaN notitle
unset multiplot

# Figure 3f: classes over the triangle of three cells. Needs classes.gp. -e "table='...'; cells='...'; steps=...; picture='...'"
set terminal pngcairo size 2000, 1200 font "DejaVu Sans,18" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"
unset border; unset tics; unset key; unset colorbox
set multiplot
set label 1 sprintf("Topology over the Fourier amplitudes of three cells, %d points a side", steps) \
  at screen 0.03, 0.955 font "DejaVu Sans,24" textcolor rgb ink
h = sqrt(3) / 2
# Corner 1 at the lower left, 2 at the lower right, 3 on top.
x(w2, w3) = w2 + w3 / 2
y(w3) = h * w3
left(s) = 0.03 + 0.43 * (s - 1)
wide = 0.40
low = 0.16
do for [s = 1:2] {
  set lmargin screen left(s); set rmargin screen left(s) + wide
  set bmargin screen low; set tmargin screen low + wide * 2000 / 1200 * h
  set xrange [0:1]; set yrange [0:h]
  set label 2 (s == 1 ? "first set" : "second set") at screen left(s), 0.86 font "DejaVu Sans,22" textcolor rgb ink
  plot numbered(table, s == 1 ? 4 : 6) using (x($2, $3)):(y($3)):(class_hex(int($8))) with points pt 5 ps 300.0 / steps lc rgb variable
  unset label 1
}
# The cells at the corners.
set datafile separator whitespace
set palette defined (0 "#16324a", 0.5 "#7fa8bd", 1 "#eef4f6")
set cbrange [0:1]
set xrange [-1.3:1.3]; set yrange [-1.1:1.1]
side = 0.09
high = side * 2000 / 1200 * 2.2 / 2.6
do for [s = 1:2] {
  do for [c = 1:3] {
    l = left(s) + (c == 1 ? 0 : c == 2 ? wide - side : (wide - side) / 2)
    b = c == 3 ? low + wide * 2000 / 1200 * h + 0.012 : low - high - 0.012
    set lmargin screen l; set rmargin screen l + side
    set bmargin screen b; set tmargin screen b + high
    set label 2 sprintf("%d", c) at screen (c == 2 ? l - 0.012 : l + side + 0.006), b + high / 2 left font "DejaVu Sans,20" textcolor rgb ink
    plot sprintf("%s/%d.txt", cells, c) matrix using (-1.3 + 2.6 * ($1 + 0.5) / 520):(-1.1 + 2.2 * ($2 + 0.5) / 440):3 with image
  }
}
# The legend: classes that occur.
set datafile separator "\t"
unset label 2
set size noratio
set lmargin screen 0.88; set rmargin screen 1; set bmargin screen 0.1; set tmargin screen 0.86
set xrange [0:1]; set yrange [-class_count - 1:0]
row = 0
do for [i = 1:class_count] {
  if (class_occurs(table, i, 4, 6)) {
    row = row + 1
    set object row rectangle from 0.02, -row - 0.3 to 0.14, -row + 0.3 fc rgb class_hex(i) fs solid noborder
    set label 100 + row class_title(i) at 0.2, -row textcolor rgb ink noenhanced
  }
}
plot NaN notitle
unset multiplot

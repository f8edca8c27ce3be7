# Designs side by side: the crystal above, its exact bands with the irreps at Gamma below. -e "folder='...'; picture='...'"
count = int(system(sprintf("wc -l < '%s/names.tsv'", folder)))
columns = count < 5 ? count : (count < 7 ? 3 : 5)
rows = (count + columns - 1) / columns
set terminal pngcairo size 420 * columns, 800 * rows font "DejaVu Sans,14" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; exact = "#2b6c8f"; faint = "#d9dde2"
letter(i) = i eq "S" ? "s" : i eq "P" ? "p" : i eq "D" ? "d" : i eq "F" ? "f" : i eq "ZERO" ? "0" : i eq "ONE" ? "1" : i eq "PLUS" ? "+" : "−"
short(n) = system(sprintf("sed -n %dp '%s/names.tsv' | sed 's/ omega0=[^ ]*//'", n, folder))
set multiplot
unset key; unset colorbox
set palette defined (0 "#ffffff", 1 "#16324a")
set cbrange [0:1]
do for [n = 1:count] {
  x = real((n - 1) % columns) / columns
  y = 1 - real((n - 1) / columns + 1) / rows
  set origin x, y + 0.56 / rows; set size 1.0 / columns, 0.42 / rows
  set lmargin 2; set rmargin 2; set tmargin 2; set bmargin 0.5
  unset border; unset tics; unset ylabel
  set size ratio 440.0 / 520
  set xrange [-0.5:519.5]; set yrange [-0.5:439.5]
  set title short(n) textcolor rgb ink
  set datafile separator whitespace
  plot sprintf("%s/%d.cell.txt", folder, n) matrix with image
  set datafile separator "\t"
  set origin x, y + 0.02 / rows; set size noratio 1.0 / columns, 0.52 / rows
  set lmargin 8; set rmargin 2; set tmargin 0.5; set bmargin 2
  set border 3 lc rgb ink
  set title ""
  set xrange [0:120]; set yrange [*:*]
  set ytics nomirror textcolor rgb ink; set ylabel "E / V_{max}" textcolor rgb ink
  set xtics ("M" 0, "Γ" 44, "K" 95, "M" 120) scale 0 textcolor rgb ink
  plot for [b = 1:6] sprintf("%s/%d.bands.tsv", folder, n) using 0:b with lines lw 2.2 lc rgb exact, \
    sprintf("%s/%d.labels.tsv", folder, n) using (strcol(1) eq "Gamma" && $2 <= 6 ? 46.5 : 1/0):4:(letter(strcol(3))) with labels left textcolor rgb ink
}
unset multiplot

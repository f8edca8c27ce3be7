# Figure 3a: cells, their bands by the network and exactly, and the symmetry tables. Needs classes.gp.
# -e "folder='...'; cells=...; picture='...'"
set encoding utf8
set terminal pngcairo size 520 * cells, 1500 font "DejaVu Sans,17" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
ink = "#2a2f36"; faint = "#d9dde2"; grey = "#68707a"
unset key; unset colorbox
w = 1.0 / cells
set multiplot
do for [c = 1:cells] {
  left = (c - 1) * w
  # The cell.
  set datafile separator whitespace
  unset border; unset tics; unset label; unset arrow; unset object
  set lmargin screen left + 0.17 * w; set rmargin screen left + 0.83 * w
  set bmargin screen 0.80; set tmargin screen 0.80 + 0.66 * 520 / 1500.0 * 2.2 / 2.6
  set palette defined (0 "#16324a", 0.5 "#7fa8bd", 1 "#eef4f6")
  set cbrange [0:1]
  set xrange [-1.3:1.3]; set yrange [-1.1:1.1]
  plot sprintf("%s/%d.txt", folder, c) matrix using (-1.3 + 2.6 * ($1 + 0.5) / 520):(-1.1 + 2.2 * ($2 + 0.5) / 440):3 with image
  set datafile separator "\t"
  # Bands.
  set border 2 lc rgb ink
  set lmargin screen left + 0.14 * w; set rmargin screen left + 0.95 * w
  set bmargin screen 0.47; set tmargin screen 0.78
  exact = sprintf("%s/%d.exact.tsv", folder, c)
  net = sprintf("%s/%d.network.tsv", folder, c)
  stats exact using 1 nooutput
  low = STATS_min - 0.03
  stats exact using 6 nooutput
  top = STATS_max + 0.03
  set xrange [0:120]; set yrange [low:top]
  set ytics nomirror 0.2 textcolor rgb ink
  set xtics ("Γ" 0, "K" 51, "M" 76, "Γ" 120) scale 0 textcolor rgb ink
  set arrow 1 from 51, low to 51, top nohead lc rgb faint
  set arrow 2 from 76, low to 76, top nohead lc rgb faint
  if (c == 1) { set ylabel "E / V_{max}" textcolor rgb ink offset 1, 0 } else { unset ylabel }
  plot for [n = 1:6] exact using 0:n with lines lw 2.5 lc rgb "#2b6c8f", \
    for [n = 1:6] net every 3 using ($0 * 3):n with points pt 7 ps 0.6 lc rgb "#e08a3c"
  # The table.
  unset border; unset tics; unset arrow; unset ylabel
  set bmargin screen 0.02; set tmargin screen 0.44
  set xrange [0:10]; set yrange [0.2:7.3]
  row(kind) = sprintf("< awk -F '\t' '$1 == %d && $2 == \"%s\"' '%s/tables.tsv'", c, kind, folder)
  set label 1 "Γ" at 1.8, 7 center textcolor rgb ink
  set label 2 "K" at 3.0, 7 center textcolor rgb ink
  set label 3 "M" at 4.2, 7 center textcolor rgb ink
  name(x) = x eq "-" ? "−" : x
  # A bar for each set beside its bands.
  sets = sprintf("< awk -F '\t' -v OFS='\t' -v names='%s' 'BEGIN { n = split(names, a, \" \"); for (i = 1; i <= n; i++) number[a[i]] = i } $1 == %d && $2 == \"set\" { k = $5; gsub(\" \", \"-\", k); last = $4 == 0 || $4 > 6 ? 6.45 : $4; print $3, last, number[k], $6 == \"\" ? \"not closed\" : $6 ($5 == \"fragile\" ? \" (fragile)\" : \"\") }' '%s/tables.tsv'", class_names, c, folder)
  set style fill solid 1 noborder
  plot sets using (0.95):(($1 + $2) / 2):(0.85):(1.05):($1 - 0.32):($2 + 0.32):(class_hex(int($3))) with boxxyerror lc rgb variable, \
    row("band") using (0.45):3:(sprintf("%d", $3)) with labels textcolor rgb grey, \
    row("band") using (1.8):3:(name(strcol(4))) with labels font ",20" textcolor rgb ink, \
    row("band") using (3.0):3:(name(strcol(5))) with labels font ",20" textcolor rgb ink, \
    row("band") using (4.2):3:(name(strcol(6))) with labels font ",20" textcolor rgb ink, \
    row("cut") using (5.0):($3 < 6 ? $3 + 0.5 : NaN):(strcol(4)) with labels left font ",14" textcolor rgb grey noenhanced, \
    sets using (5.0):($2 > 6 ? 6 : $2):4 with labels left font ",16" textcolor rgb ink noenhanced
}
unset multiplot

# The survey as a picture: shares of the topological classes, and an example cell of each verdict.
# Called with -e "table='...'; cells='...'; picture='...'; alpha='...'".

set terminal pngcairo size 1800, 1230 font "DejaVu Sans,17" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8

first = "#2b6c8f"
second = "#e08a3c"
ink = "#2a2f36"
faint = "#d9dde2"

total = int(system(sprintf("awk -F '\t' '/^# cells/ { print $2 }' '%s'", table)))
naive = real(system(sprintf("awk -F '\t' '/^# naive/ { print $3 }' '%s'", table)))
top = real(system(sprintf("awk -F '\t' '!/^#/ { for (i = 5; i <= 9; i += 4) if ($i > m) m = $i } END { print m }' '%s'", table)))

set multiplot
set border 1 lc rgb ink lw 1.2
set tics textcolor rgb ink
unset key

# Shares.
set lmargin screen 0.065
set rmargin screen 0.985
set tmargin screen 0.885
set bmargin screen 0.430
set xrange [0.35:12.65]
set yrange [0:1.14 * top]
set ytics 10 format "%g %%" scale 0
set grid ytics lc rgb faint lw 1 lt 1
set xtics scale 0 offset 0, -0.2 ("1a s" 1, "1a p" 2, "1a d" 3, "1a f" 4, "2b m=0" 5, "2b m=±1" 6, \
  "3c even" 7, "3c odd" 8, "composite" 9, "of it\nobstructed" 10, "fragile" 11, "not closed" 12)
set label 1 "Topology of {/:Bold ".total."} random C_6 unit cells, exactly solved" \
  at screen 0.065, 0.955 font "DejaVu Sans,26" textcolor rgb ink
set label 2 sprintf("two-level potentials, α = %s; bars: 95 %% intervals; high-symmetry points alone would get %.1f %% of the second sets wrong", alpha, naive) \
  at screen 0.065, 0.915 font "DejaVu Sans,16" textcolor rgb "#68707a"
set object 1 rectangle from screen 0.805, 0.850 to screen 0.822, 0.865 fc rgb first fs solid noborder
set object 2 rectangle from screen 0.895, 0.850 to screen 0.912, 0.865 fc rgb second fs solid noborder
set label 3 "first set" at screen 0.827, 0.8575 textcolor rgb ink
set label 4 "second set" at screen 0.917, 0.8575 textcolor rgb ink
set label 5 "elementary band representations" at first 4.5, 1.06 * top center \
  font "DejaVu Sans,16" textcolor rgb "#68707a"
set arrow 1 from first 8.5, 0 to first 8.5, 1.08 * top nohead lc rgb faint lw 1.5 dt 2
set boxwidth 0.36
set style fill solid 1 noborder
text(share, count) = count == 0 ? "" : share < 0.095 ? sprintf("%.2f", share) : share < 9.95 ? sprintf("%.1f", share) : sprintf("%.0f", share)
# What is part of the bar before it is drawn lighter.
shade(row, full, light) = row == 9 ? light : full
plot table using ($0 + 0.8):3:(shade($0, 0x2b6c8f, 0x8fb3c6)) with boxes lc rgb variable, \
  table using ($0 + 1.2):7:(shade($0, 0xe08a3c, 0xf0c59b)) with boxes lc rgb variable, \
  table using ($0 + 0.8):($2 > 0 ? $4 : NaN):(0):($5 - $4) with vectors heads size 0.05, 90 lw 1.6 lc rgb ink, \
  table using ($0 + 1.2):($6 > 0 ? $8 : NaN):(0):($9 - $8) with vectors heads size 0.05, 90 lw 1.6 lc rgb ink, \
  table using ($0 + 0.8):5:(text($3, $2)) with labels offset 0, 0.65 font "DejaVu Sans,13" \
    textcolor rgb first, \
  table using ($0 + 1.2):9:(text($7, $6)) with labels offset 0, 0.65 font "DejaVu Sans,13" \
    textcolor rgb second

# Examples.
unset for [i = 1:5] label i
unset for [i = 1:2] object i
unset arrow 1
unset grid
unset xtics
unset ytics
unset border
unset colorbox
set datafile separator whitespace
set palette defined (0 "#16324a", 0.5 "#7fa8bd", 1 "#eef4f6")
set cbrange [0:1]
set xrange [-1.3:1.3]
set yrange [-1.1:1.1]
set label 11 "Example cells, by what the second set is {/*0.75 (dark: V = 0, light: V_{max})}" at screen 0.065, 0.325 \
  font "DejaVu Sans,20" textcolor rgb ink
h = 1 / sqrt(3.0)
set for [i = 0:5] arrow 20 + i from h * cos(pi / 6 + i * pi / 3), h * sin(pi / 6 + i * pi / 3) \
  to h * cos(pi / 6 + (i + 1) * pi / 3), h * sin(pi / 6 + (i + 1) * pi / 3) \
  nohead front lw 3 lc rgb second
n = int(system(sprintf("wc -l < '%s/titles.tsv'", cells)))
width = 0.142
gap = (0.92 - 6 * width) / 5
do for [i = 1:n] {
  left = 0.065 + (i - 1) * (width + gap)
  set lmargin screen left
  set rmargin screen left + width
  set bmargin screen 0.075
  set tmargin screen 0.075 + width * 1800 / 1230 * 2.2 / 2.6
  field(k) = system(sprintf("awk -F '\t' 'NR == %d { print $%d }' '%s/titles.tsv'", i, k, cells))
  set label 12 field(1) at screen left + width / 2, 0.278 center font "DejaVu Sans,17" \
    textcolor rgb ink
  set label 13 field(2) at screen left + width / 2, 0.053 center font "DejaVu Sans,15" \
    textcolor rgb ink noenhanced
  set label 14 field(3) at screen left + width / 2, 0.024 center font "DejaVu Sans,12" \
    textcolor rgb "#68707a" noenhanced
  plot sprintf("%s/%d.txt", cells, i) matrix using \
    (-1.3 + 2.6 * ($1 + 0.5) / 520):(-1.1 + 2.2 * ($2 + 0.5) / 440):3 with image
  unset label 11
}
unset multiplot
unset output

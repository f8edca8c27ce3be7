# Six holes: levels at Gamma as their distance grows through a/3, and bands around the inversion.
set terminal pngcairo size 1900, 1000 font "DejaVu Sans,18" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set multiplot
set origin 0, 0; set size 0.5, 1
set xrange [0.25:0.42]
set yrange [0.55:1.06]
set xlabel "R / a" textcolor rgb ink
set ylabel "E / V_{max}" textcolor rgb ink
set key top left reverse Left textcolor rgb ink samplen 2
set title "Six holes, r = 0.1 a: levels at Γ (lines exact, circles network)" textcolor rgb ink
set arrow 1 from 1.0 / 3, 0.55 to 1.0 / 3, 1.06 nohead dt 2 lc rgb ink
colour(k) = word("#2b6c8f #e08a3c #3f8f4f #a0457a", k)
only(f, i) = sprintf("< awk -F '\t' '$2 == \"%s\" { n = ++seen[$1]; print $1, $3, n }' OFS='\t' '%s/ring.%s.tsv'", i, folder, f)
level(f, i, n) = sprintf("< awk -F '\t' '$2 == \"%s\" && ++seen[$1] == %d { print $1, $3; found = 1 } END { if (!found) print 0, 0 }' OFS='\t' '%s/ring.%s.tsv'", i, n, folder, f)
plot for [k = 1:4] for [n = 1:5] level("exact", word("S P D F", k), n) using 1:2 with lines lw 2.5 lc rgb colour(k) title n == 1 ? word("s p d f", k) : "", \
  for [k = 1:4] only("network", word("S P D F", k)) every 2 using 1:2 with points pt 6 ps 1.1 lc rgb colour(k) title ""
unset arrow; unset key; unset xlabel; unset ylabel
set xrange [0:80]
set yrange [0.6:1.02]
do for [p = 1:3] {
  distance = word("0.30 0.333333333333 0.37", p)
  set origin 0.5 + 0.163 * (p - 1), 0; set size 0.17, 1
  set title "R = ".word("0.30 a/3 0.37", p).(p == 2 ? "" : " a") textcolor rgb ink
  set xtics ("M" 0, "Γ" 37, "K" 80) scale 0
  plot for [n = 1:6] folder."/ring-".distance.".cat.tsv" using 0:n with lines lw 2.2 lc rgb "#2b6c8f", \
    for [n = 1:6] folder."/ring-".distance.".predict.tsv" every 3 using ($0 * 3):n with points pt 7 ps 0.7 lc rgb "#e08a3c"
}
unset multiplot

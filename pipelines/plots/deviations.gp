# Root mean square deviation by band, the paper's 0.0026 as a line. -e "folder='...'; picture='...'"
set terminal pngcairo size 1200, 820 font "DejaVu Sans,19" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set style fill solid noborder
set boxwidth 0.36
set yrange [0:0.003]
set ytics 0.0005 format "%.4f"
set grid ytics lc rgb faint lt 1
set xrange [0.4:6.6]
set xtics 1 scale 0
set xlabel "band" textcolor rgb ink
set ylabel "rms deviation / V_{max}" textcolor rgb ink
set key left top at graph 0.03, 0.8 reverse Left textcolor rgb ink
cells = system(sprintf("awk -F '\t' '$1 == \"cells\" { print $4 }' '%s/alpha1.tsv'", folder))
set title "Deviation from the exact bands, 79 k-points, ".cells." unseen cells each" textcolor rgb ink
rows(f) = sprintf("< awk -F '\t' '$1 == \"rms\" && $3 != \"\"' '%s/%s.tsv'", folder, f)
plot rows("alpha1") using ($3 - 0.19):4 with boxes lc rgb "#2b6c8f" title "α = 1", \
  rows("alpha0.5") using ($3 + 0.19):4 with boxes lc rgb "#e08a3c" title "α = 1/2", \
  0.0026 with lines dt 2 lw 2 lc rgb ink title "mean of all bands in the paper"

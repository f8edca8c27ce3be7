# Bands along Gamma-K-M-Gamma: exact lines, predicted points, irreps at the corners. -e "folder='...'; picture='...'"
set terminal pngcairo size 1500, 1050 font "DejaVu Sans,19" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; exact = "#2b6c8f"; net = "#e08a3c"; faint = "#d9dde2"
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set key top left reverse Left textcolor rgb ink samplen 2
stats folder."/path.exact.tsv" using 1 nooutput
low = STATS_min - 0.05
stats folder."/path.exact.tsv" using 6 nooutput
top = STATS_max + 0.1
G = 0; K = 51; M = 76; E = 120
set xrange [-6:126]
set yrange [low:top]
set ylabel "E / V_{max}" textcolor rgb ink
set xtics ("Γ" G, "K" K, "M" M, "Γ" E) scale 0
set arrow from K, low to K, top nohead lc rgb faint
set arrow from M, low to M, top nohead lc rgb faint
set title "An unseen unit cell: network on top of the exact bands" textcolor rgb ink
place(p) = p eq "Gamma" ? -2.2 : p eq "K" ? K + 1.6 : M + 1.6
name(i) = i eq "S" ? "s" : i eq "P" ? "p" : i eq "D" ? "d" : i eq "F" ? "f" : i eq "ZERO" ? "0" : i eq "ONE" ? "1" : i eq "PLUS" ? "+" : "−"
plot for [n = 1:6] folder."/path.exact.tsv" using 0:n with lines lw 2.5 lc rgb exact title n == 1 ? "exact" : "", \
  for [n = 1:6] folder."/path.network.tsv" every 3 using ($0 * 3):n with points pt 7 ps 0.8 lc rgb net title n == 1 ? "network" : "", \
  folder."/path.labels.tsv" using ($2 <= 6 ? place(strcol(1)) : 1/0):($4 + 0.012):(name(strcol(3))) with labels font ",20" textcolor rgb ink title ""

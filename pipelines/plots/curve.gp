# The learning curve. -e "curve='...'; picture='...'"
set terminal pngcairo size 1400, 900 font "DejaVu Sans,19" enhanced background "#ffffff"
set output picture
set datafile separator "\t"
set encoding utf8
ink = "#2a2f36"; faint = "#d9dde2"
set border 3 lc rgb ink
set tics nomirror textcolor rgb ink
set logscale y
set format y "10^{%T}"
set grid ytics lc rgb faint lt 1
set xlabel "epoch" textcolor rgb ink
set ylabel "loss / V_{max}^2" textcolor rgb ink
set y2tics nomirror
set y2range [90:100]
set y2label "right irreps / %" textcolor rgb ink
set key top center horizontal textcolor rgb ink
plot curve using 2:5 with lines lw 2.5 lc rgb "#9fb8c6" title "training", \
  curve using 2:8 with lines lw 2.5 lc rgb "#2b6c8f" title "validation", \
  6e-6 with lines dt 2 lw 2 lc rgb ink title "the paper's", \
  curve using 2:(100 * $10) axes x1y2 with lines lw 2.5 lc rgb "#e08a3c" title "right irreps"

# Loss of the best design over the parameters of Wu and Hu's model, a panel for each omega0. -e "table='...'; picture='...'"
values = system(sprintf("tail -n +2 '%s' | cut -f 1 | sort -gu | tr '\n' ' '", table))
panels = words(values)
network = real(system(sprintf("tail -n 1 '%s' | cut -f 7", table)))
columns = panels < 4 ? panels : (panels <= 8 ? (panels + 1) / 2 : 4)
rows = (panels + columns - 1) / columns
set terminal pngcairo size 560 * columns + 160, 600 * rows font "DejaVu Sans,15" enhanced background "#ffffff"
set output picture
set encoding utf8
ink = "#2a2f36"
set border 31 lc rgb ink
set tics nomirror textcolor rgb ink
set logscale cb
set cbrange [network / 3:network * 300]
set format cb "10^{%T}"
set cblabel "loss of the exact bands / V_{max}^2" textcolor rgb ink
set palette defined (0 "#0b3c5d", 0.16 "#2b6c8f", 0.28 "#8fbcd4", 0.5 "#e8eef2", 0.75 "#f0b27a", 1 "#b0502a")
set xtics 0.01; set xrange [:] noextend; set yrange [:] noextend
set xlabel "δJ / V_{max}" textcolor rgb ink
set ylabel "mean J / V_{max}" textcolor rgb ink
unset key
set view map
set multiplot layout rows, columns margins 0.07, 0.88, 0.14, 0.92 spacing 0.07, 0.14
do for [p = 1:panels] {
  omega = word(values, p)
  set title sprintf("ω_0 = %s V_{max}", omega) textcolor rgb ink
  if (p == panels) { set colorbox user origin 0.905, 0.12 size 0.015, 0.8 } else { unset colorbox }
  cut = sprintf("< awk -F '\t' 'NR > 1 && $1 == \"%s\" { if (n++ && $2 != last) print \"\"; last = $2; print }' '%s'", omega, table)
  # Lines at the network's loss, twice it, and the paper's network's.
  array level[3] = [network, 2 * network, 6e-6]
  array style[3] = ["lw 3 lc rgb '#ffffff'", "lw 2 dt 2 lc rgb '#ffffff'", "lw 1.5 lc rgb '#4a5560'"]
  lines = ""
  set contour base; unset surface
  do for [l = 3:1:-1] {
    below = int(system(sprintf("awk -F '\t' 'NR > 1 && $1 == \"%s\" && $5 < %g { n++ } END { print (n > 0) }' '%s'", omega, level[l], table)))
    if (below) {
      set cntrparam levels discrete level[l]
      eval sprintf("set table $line%d; splot cut using 3:2:5; unset table", l)
      lines = lines.sprintf(", $line%d using 1:2 with lines %s", l, style[l])
    }
  }
  unset contour; set surface
  eval "plot cut using 3:2:5 with image pixels".lines.", cut using (strcol(8) eq 'true' ? $3 : 1/0):2 with points pt 7 ps 0.5 lc rgb ink"
}
unset multiplot

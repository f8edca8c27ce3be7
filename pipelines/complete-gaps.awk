# JSON matrices of energies [points x bands], one a line: the complete gaps between bands 1 and 2, 2 and 3, 3 and 4,
# negative where bands overlap.
{
  gsub(/[ \[]/, "")
  points = split($0, rows, "]")
  for (n = 1; n <= 4; n++) { low[n] = 1e30; high[n] = -1e30 }
  for (p = 1; p <= points; p++) {
    sub(/^,/, "", rows[p])
    if (rows[p] == "") continue
    split(rows[p], energy, ",")
    for (n = 1; n <= 4; n++) {
      if (energy[n] + 0 < low[n]) low[n] = energy[n] + 0
      if (energy[n] + 0 > high[n]) high[n] = energy[n] + 0
    }
  }
  printf "%.5f\t%.5f\t%.5f\n", low[2] - high[1], low[3] - high[2], low[4] - high[3]
}

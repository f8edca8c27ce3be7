# Medians of memory over the first and the last quarter of each tool's time, from lines of seconds, tool, kB.
# Exit 1 for growth.
BEGIN { FS = "\t" }
NR == 1 { next }
!($2 in count) { order[++tools] = $2 }
{ kB[$2, ++count[$2]] = $3 }

function median(tool, from, to,   i, j, n, x, list) {
  for (i = from; i <= to; i++) {
    x = kB[tool, i]
    for (j = n++; j > 0 && list[j] > x; j--) list[j + 1] = list[j]
    list[j + 1] = x
  }
  return list[int((n + 1) / 2)]
}

END {
  for (t = 1; t <= tools; t++) {
    n = count[order[t]]
    first = median(order[t], 1, int((n + 3) / 4))
    last = median(order[t], n - int((n + 3) / 4) + 1, n)
    change = 100 * (last / first - 1)
    printf "%s\t%s\t%.1f\t%.1f\t%.1f\n", pipe, order[t], first / 1024, last / 1024, change
    if (change > growth) {
      printf "soak: %s: %s grows by %.1f %%\n", pipe, order[t], change > "/dev/stderr"
      bad = 1
    }
  }
  wall = end - start
  printf "%s\t%d records in %.0f seconds: %.0f a second\n", pipe, records, wall, records / wall
  exit bad
}

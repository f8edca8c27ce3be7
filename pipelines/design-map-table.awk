# How many targets are reached: rows of map.tsv, by omega0.
NR == 1 { next }
{
  targets[$1]++
  if ($5 <= $7) within[$1]++
  if ($5 <= 2 * $7) near[$1]++
  if ($8 == "true") irreps[$1]++
  if (!($1 in best) || $5 + 0 < best[$1]) best[$1] = $5 + 0
  network = $7
}
END {
  printf "network loss %.3g Vmax^2\n", network
  printf "%8s %8s %14s %14s %8s %10s\n", "omega0", "targets", "below network", "below twice it", "irreps", "best loss"
  for (value in targets) printf "%8s %8d %14d %14d %8d %10.2e\n", value, targets[value], within[value], near[value], irreps[value], best[value] | "sort -n"
}

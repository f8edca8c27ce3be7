# Largest complete gaps of random cells (first file) and of designs (second: row n is the design for cut n).
BEGIN { FS = "\t" }
FNR == NR { cells++; for (n = 1; n <= 3; n++) if (cells == 1 || $n > best[n]) best[n] = $n; next }
{ design[FNR] = $FNR }
END {
  printf "%-6s %22s %10s %8s\n", "bands", cells " random cells", "design", "ratio"
  for (n = 1; n <= 3; n++) printf "%d|%-4d %22.4f %10.4f %8.2f\n", n, n + 1, best[n], design[n], design[n] / best[n]
}

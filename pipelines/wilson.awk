# wilson(k, n): share of k in n and its 95 % Wilson interval, percent, tab-separated.
function wilson(k, n,    z, p, d, c, h, low, high) {
  if (n == 0) return "0\t0\t0"
  z = 1.959964
  p = k / n
  d = 1 + z * z / n
  c = (p + z * z / (2 * n)) / d
  h = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
  low = c - h; if (low < 0 || k == 0) low = 0
  high = c + h; if (high > 1 || k == n) high = 1
  return sprintf("%.3f\t%.3f\t%.3f", 100 * p, 100 * low, 100 * high)
}

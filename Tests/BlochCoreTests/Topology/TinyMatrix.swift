/// A small square complex matrix, with eigenvalues by Jacobi rotations of its real form.
struct TinyMatrix {
  var re: [[Double]]
  var im: [[Double]]

  init(_ n: Int, _ element: (Int, Int) -> (Double, Double)) {
    re = (0..<n).map { i in (0..<n).map { element(i, $0).0 } }
    im = (0..<n).map { i in (0..<n).map { element(i, $0).1 } }
  }

  func times(_ other: TinyMatrix) -> TinyMatrix {
    let n = re.count
    return TinyMatrix(n) { i, j in
      var (x, y) = (0.0, 0.0)
      for l in 0..<n {
        x += re[i][l] * other.re[l][j] - im[i][l] * other.im[l][j]
        y += re[i][l] * other.im[l][j] + im[i][l] * other.re[l][j]
      }
      return (x, y)
    }
  }

  /// Eigenvalues of a Hermitian matrix, ascending.
  func eigenvalues() -> [Double] {
    let n = re.count
    var a = (0..<(2 * n)).map { i in
      (0..<(2 * n)).map { j in
        i / n == j / n ? re[i % n][j % n] : (i < n ? -1 : 1) * im[i % n][j % n]
      }
    }
    for _ in 0..<60 {
      for p in 0..<(2 * n) {
        for q in 0..<(2 * n) where q > p && abs(a[p][q]) > 1e-14 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for r in 0..<(2 * n) {
            (a[r][p], a[r][q]) = (c * a[r][p] - s * a[r][q], s * a[r][p] + c * a[r][q])
          }
          for r in 0..<(2 * n) {
            (a[p][r], a[q][r]) = (c * a[p][r] - s * a[q][r], s * a[p][r] + c * a[q][r])
          }
        }
      }
    }
    // The real form has every eigenvalue twice.
    let doubled = (0..<(2 * n)).map { a[$0][$0] }.sorted()
    return (0..<n).map { doubled[2 * $0] }
  }
}

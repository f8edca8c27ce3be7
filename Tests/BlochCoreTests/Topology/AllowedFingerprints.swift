import BlochCore

/// Every fingerprint of `bandCount` bands that obeys the C2 theorem, by enumeration of the counting
/// rules alone.
func allowedFingerprints(bandCount n: Int) -> [SymmetryFingerprint] {
  var found: [SymmetryFingerprint] = []
  for p in 0...(n / 2) {
    for d in 0...(n / 2 - p) {
      for f in 0...(n - 2 * p - 2 * d) {
        for one in 0...(n / 2) {
          for minus in 0...n where (minus - f).isMultiple(of: 2) {
            found.append(
              SymmetryFingerprint(
                s: n - 2 * p - 2 * d - f, p: p, d: d, f: f, zero: n - 2 * one, one: one,
                plus: n - minus, minus: minus))
          }
        }
      }
    }
  }
  return found
}

/// Every sum of band representations with `bandCount` bands, as coefficients [8].
func sumsOfRepresentations(bandCount: Int, from index: Int = 0) -> [[Int]] {
  guard index < 8 else { return bandCount == 0 ? [[]] : [] }
  let bands = P6.bandRepresentations[index].fingerprint.bandCounts.gamma
  return (0...(bandCount / bands)).flatMap { count in
    sumsOfRepresentations(bandCount: bandCount - count * bands, from: index + 1).map {
      [count] + $0
    }
  }
}

/// The fingerprint that coefficients [8] of the band representations add up to.
func fingerprint(of coefficients: [Int]) -> SymmetryFingerprint {
  zip(coefficients, P6.bandRepresentations).reduce(SymmetryFingerprint()) {
    $0 + $1.0 * $1.1.fingerprint
  }
}

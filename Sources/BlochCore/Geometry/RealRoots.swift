/// Real roots of polynomials.
enum RealRoots {
  /// In -1...1, ascending, those where the sign changes: between the roots of its derivative a polynomial is monotonic,
  /// and there it is bisected to the last bit.
  /// - Parameter coefficients: of 1, x, x^2, ...
  static func inUnit(_ coefficients: [Double]) -> [Double] {
    guard coefficients.count >= 2 else { return [] }
    let slope = coefficients.indices.dropFirst().map { Double($0) * coefficients[$0] }
    func value(_ x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }
    let borders = [-1] + inUnit(slope) + [1]
    var roots: [Double] = []
    for (from, to) in zip(borders, borders.dropFirst()) {
      var (low, high) = (from, to)
      let start = value(low)
      if start == 0 {
        roots.append(low)
        continue
      }
      guard start * value(high) < 0 else { continue }
      while true {
        let middle = low + (high - low) / 2
        if middle <= low || middle >= high || high - low < 1e-17 { break }
        if value(middle) * start > 0 { low = middle } else { high = middle }
      }
      roots.append(high)
    }
    return roots
  }
}

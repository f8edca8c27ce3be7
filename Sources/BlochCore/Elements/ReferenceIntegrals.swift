/// Integrals over the reference triangle, per unit of area, of which those over a straight triangle are linear
/// combinations.
struct ReferenceIntegrals: Sendable {
  /// Products of derivatives [rows x columns]: by xi and xi, by xi and eta in either order, by eta and eta.
  let xiXi: [Double]
  let mixed: [Double]
  let etaEta: [Double]
  /// Products of values.
  let values: [Double]
  /// [rows x columns]: value of the row times derivative of the column, minus the same of the column and the row.
  let byXi: [Double]
  let byEta: [Double]

  /// - Parameters:
  ///   - rows: samples at the points of a rule.
  ///   - columns: the same of other functions.
  init(
    weights: [Double], rows: [QuadraticTriangle.Sample], _ rowCount: Int,
    columns: [QuadraticTriangle.Sample], _ columnCount: Int
  ) {
    func sum(_ term: (QuadraticTriangle.Sample, Int, QuadraticTriangle.Sample, Int) -> Double)
      -> [Double]
    {
      var result: [Double] = []
      for i in 0..<rowCount {
        for j in 0..<columnCount {
          result.append(
            weights.indices.reduce(0) { $0 + weights[$1] * term(rows[$1], i, columns[$1], j) })
        }
      }
      return result
    }
    xiXi = sum { $0.xi[$1] * $2.xi[$3] }
    mixed = sum { $0.xi[$1] * $2.eta[$3] + $0.eta[$1] * $2.xi[$3] }
    etaEta = sum { $0.eta[$1] * $2.eta[$3] }
    values = sum { $0.value[$1] * $2.value[$3] }
    byXi = sum { $0.value[$1] * $2.xi[$3] - $0.xi[$1] * $2.value[$3] }
    byEta = sum { $0.value[$1] * $2.eta[$3] - $0.eta[$1] * $2.value[$3] }
  }

  /// Of the six shape functions. The rule is exact for their products.
  static let shapes = ReferenceIntegrals(
    weights: QuadraticTriangle.twelve.weights, rows: QuadraticTriangle.twelve.shapes, 6,
    columns: QuadraticTriangle.twelve.shapes, 6)

  /// Of bubbles (rows) and shape functions.
  static let coupling = ReferenceIntegrals(
    weights: QuadraticTriangle.twelve.weights, rows: QuadraticTriangle.twelve.bubbles, 4,
    columns: QuadraticTriangle.twelve.shapes, 6)

  /// Of the bubbles.
  static let bubbles = ReferenceIntegrals(
    weights: QuadraticTriangle.twelve.weights, rows: QuadraticTriangle.twelve.bubbles, 4,
    columns: QuadraticTriangle.twelve.bubbles, 4)
}

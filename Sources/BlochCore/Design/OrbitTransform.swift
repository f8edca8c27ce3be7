import LinearAlgebra

/// What an evaluator reads of a geometry, as a linear function of v on pixel orbits, and the reverse way for
/// derivatives.
struct OrbitTransform: Sendable {
  private enum Kind {
    case coefficients(CosineSeries)
    /// The same as a matrix, [reciprocal orbits x pixel orbits]: faster for many geometries of few pixels.
    case matrix(RealMatrix)
    /// Every pixel of the cell, row by row.
    case pixels
  }

  private let kind: Kind
  private let orbits: PixelOrbits

  /// V_G/Vmax of rotation orbits of reciprocal vectors.
  /// - Parameter representatives: one reciprocal vector of each orbit.
  init(_ representatives: [ReciprocalVector], _ orbits: PixelOrbits) {
    self.orbits = orbits
    let series = CosineSeries(representatives, pixels: orbits.pixels)
    guard representatives.count * orbits.count <= Self.matrixLimit else {
      kind = .coefficients(series)
      return
    }
    var matrix = RealMatrix(rows: representatives.count, columns: orbits.count)
    for row in 0..<matrix.rows {
      var unit = [Double](repeating: 0, count: matrix.rows)
      unit[row] = 1
      for (column, value) in orbits.sums(series.synthesise(unit)).enumerated() {
        matrix[row, column] = value
      }
    }
    kind = .matrix(matrix)
  }

  /// Elements: what stays in a processor's cache.
  private static let matrixLimit = 1 << 17

  /// Every pixel of the cell in place of Fourier coefficients.
  init(copying orbits: PixelOrbits) {
    self.orbits = orbits
    kind = .pixels
  }

  /// [rows x geometries] from [pixel orbits x geometries].
  func coefficients(_ potentials: RealMatrix) -> RealMatrix {
    func each(_ rows: Int, _ body: ([Double]) -> [Double]) -> RealMatrix {
      var result = RealMatrix(rows: rows, columns: potentials.columns)
      for column in 0..<potentials.columns {
        let first = column * potentials.rows
        let pixels = orbits.orbitOfPixel.map { potentials.storage[first + Int($0)] }
        result.storage.replaceSubrange(column * rows..<(column + 1) * rows, with: body(pixels))
      }
      return result
    }
    switch kind {
    case .matrix(let matrix):
      var result = RealMatrix(rows: matrix.rows, columns: potentials.columns)
      result.add(1, matrix, potentials)
      return result
    case .coefficients(let series): return each(series.count, series.analyse)
    case .pixels: return each(orbits.orbitOfPixel.count) { $0 }
    }
  }

  /// [pixel orbits x geometries] from [rows x geometries]: the adjoint.
  func pullback(_ derivative: RealMatrix) -> RealMatrix {
    func each(_ body: ([Double]) -> [Double]) -> RealMatrix {
      var result = RealMatrix(rows: orbits.count, columns: derivative.columns)
      result.storage = (0..<derivative.columns).flatMap { column in
        let first = column * derivative.rows
        return orbits.sums(body(Array(derivative.storage[first..<first + derivative.rows])))
      }
      return result
    }
    switch kind {
    case .matrix(let matrix): return .adjointProduct(matrix, derivative)
    case .coefficients(let series): return each(series.synthesise)
    case .pixels: return each { $0 }
    }
  }
}

/// V_G/Vmax of many G at once.
private struct CosineSeries: Sendable {
  private let series: FourierSeries
  private let vectors: [ReciprocalVector]
  /// [vectors]: the share of each over N^2.
  private let shares: [Double]

  var count: Int { vectors.count }

  init(_ representatives: [ReciprocalVector], pixels n: Int) {
    let reach = representatives.reduce(0) { max($0, abs($1.n1), abs($1.n2)) }
    series = FourierSeries(pixels: n, reach: reach)
    vectors = representatives
    shares = vectors.map { FourierSeries.share($0, pixels: n) / Double(n * n) }
  }

  /// [vectors] from [N x N], the second index fastest.
  func analyse(_ pixels: [Double]) -> [Double] {
    var cell = RealMatrix(rows: series.pixels, columns: series.pixels)
    cell.storage = pixels
    let sums = series.sums(cell, order: .secondIndex)
    return zip(vectors, shares).map { g, share in share * sums[g.n1, g.n2] }
  }

  /// [N x N] from [vectors]: the adjoint.
  func synthesise(_ weights: [Double]) -> [Double] {
    series.synthesise(
      vectors.indices.lazy.map { (g: vectors[$0], weight: shares[$0] * weights[$0]) }
    ).storage
  }
}

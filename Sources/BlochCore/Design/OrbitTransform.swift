import Glibc
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

/// sum_r v(r) cos(G.r)/N^2 of a cell of N x N pixels for many G at once, one direction after the other.
private struct CosineSeries: Sendable {
  /// n1 >= 0, n2, and the share of each vector.
  private let terms: [(n1: Int, n2: Int, sine: Double, share: Double)]
  /// [N x (reach + 1)]
  private let cosines: RealMatrix
  private let sines: RealMatrix

  var count: Int { terms.count }

  init(_ representatives: [ReciprocalVector], pixels n: Int) {
    let reach = representatives.reduce(0) { max($0, abs($1.n1), abs($1.n2)) }
    var cosines = RealMatrix(rows: n, columns: reach + 1)
    var sines = cosines
    for m in 0...reach {
      for i in 0..<n {
        let phase = 2 * Double.pi * Double(m * i % n) / Double(n)
        cosines[i, m] = cos(phase)
        sines[i, m] = sin(phase)
      }
    }
    self.cosines = cosines
    self.sines = sines
    // cos(a + b) = cos a cos b - sin a sin b, with the signs of both indices in the last.
    terms = representatives.map { g in
      (
        abs(g.n1), abs(g.n2), Double(g.n1.signum() * g.n2.signum()),
        FourierPotential.share(g, pixels: n) / Double(n * n)
      )
    }
  }

  /// [terms] from [N x N], the second index fastest.
  func analyse(_ pixels: [Double]) -> [Double] {
    let (n, m) = (cosines.rows, cosines.columns)
    var cell = RealMatrix(rows: n, columns: n)
    cell.storage = pixels
    func both(_ table: RealMatrix) -> RealMatrix {
      // Column-major: rows are the second index.
      var half = RealMatrix(rows: m, columns: n)
      half.add(1, table, transposed: true, cell)
      var result = RealMatrix(rows: m, columns: m)
      result.add(1, half, table)
      return result
    }
    let (even, odd) = (both(cosines), both(sines))
    return terms.map { $0.share * (even[$0.n2, $0.n1] - $0.sine * odd[$0.n2, $0.n1]) }
  }

  /// [N x N] from [terms]: the adjoint.
  func synthesise(_ weights: [Double]) -> [Double] {
    let (n, m) = (cosines.rows, cosines.columns)
    var even = RealMatrix(rows: m, columns: m)
    var odd = even
    for (term, weight) in zip(terms, weights) {
      even[term.n2, term.n1] += term.share * weight
      odd[term.n2, term.n1] -= term.share * term.sine * weight
    }
    var cell = RealMatrix(rows: n, columns: n)
    for (table, inner) in [(cosines, even), (sines, odd)] {
      var half = RealMatrix(rows: n, columns: m)
      half.add(1, table, inner)
      cell.add(1, half, transposed: false, table, transposed: true)
    }
    return cell.storage
  }
}

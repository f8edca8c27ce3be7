import Glibc
import LinearAlgebra

/// What a network's error is judged by: how the last hidden layer and the input of a cell compare with those
/// of known cells.
///
/// - scores: the logarithm of the mean square of the layer's whitened principal components, the first third
///   and the rest; the logarithm of the mean square of the Fourier coefficients in seven shells of |G|, in
///   standard deviations of the training set. A cell unlike the known ones has large scores.
/// - components: the whitened principal components themselves.
struct ErrorCovariates: Sendable {
  /// Width of the last hidden layer.
  let hidden: Int
  let rank: Int
  /// [hidden]: mean over the known cells.
  let center: [Float]
  /// [rank x hidden]: a row is a principal direction over its standard deviation.
  let basis: [Float]
  /// [inputs]: shell of each Fourier coefficient, and the square of what turns the standardised one into
  /// standard deviations; empty for pixels.
  private let shells: [(shell: Int, factor: Float)]
  private let shellSizes: [Float]
  private let packed: PackedMatrix

  static let largestRank = 96
  /// |G|^2/|b|^2 at which shells end.
  private static let edges = [4, 12, 30, 64, 120, 180]

  /// Scores come first.
  var scores: Int { 2 + shellSizes.count }
  /// Numbers a cell.
  var count: Int { scores + rank }

  init(center: [Float], basis: [Float], input: NetworkInput) {
    hidden = center.count
    rank = basis.count / max(1, hidden)
    self.center = center
    self.basis = basis
    packed = PackedMatrix(basis, rows: rank, columns: hidden)
    if input.kind == .fourier || input.kind == .family {
      shells = input.squares.map { square in
        (Self.edges.firstIndex { square < Float($0) } ?? Self.edges.count, 1 + square / 16)
      }
    } else {
      shells = []
    }
    var sizes = [Float](repeating: 0, count: shells.isEmpty ? 0 : Self.edges.count + 1)
    for (shell, _) in shells { sizes[shell] += 1 }
    shellSizes = sizes
  }

  /// - Parameter known: [count x hidden], the last hidden layer of known cells.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  init(known: [Float], hidden: Int, input: NetworkInput) throws {
    let count = known.count / hidden
    var mean = [Double](repeating: 0, count: hidden)
    for i in known.indices { mean[i % hidden] += Double(known[i]) / Double(count) }
    var deviations = RealMatrix(rows: hidden, columns: count)
    for i in known.indices { deviations.storage[i] = Double(known[i]) - mean[i % hidden] }
    var covariance = RealMatrix(rows: hidden, columns: hidden)
    covariance.addSquare(-1 / Double(max(1, count - 1)), deviations)
    // Lowest of the negative: most varied first. Few cells hold few directions.
    let wanted = max(1, min(Self.largestRank, hidden, count / 8))
    let pairs = try RealMatrix.lowestEigenpairs(covariance, count: wanted)
    let largest = max(-(pairs.values.first ?? 0), 1e-30)
    let kept = max(1, pairs.values.prefix { -$0 > 1e-9 * largest }.count)
    var basis: [Float] = []
    for r in 0..<kept {
      let scale = 1 / max(-pairs.values[r], 1e-30).squareRoot()
      for i in 0..<hidden { basis.append(Float(pairs.vectors[i, r] * scale)) }
    }
    self.init(center: mean.map { Float($0) }, basis: basis, input: input)
  }

  /// - Parameters:
  ///   - layer: [rows x hidden].
  ///   - inputs: [rows x inputs], standardised.
  ///   - values: [rows x count], set.
  func evaluate(
    layer: UnsafePointer<Float>, inputs: UnsafePointer<Float>, rows: Int,
    values: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * (hidden + rank)) { work in
      let shifted = work.baseAddress!
      let components = shifted + rows * hidden
      for row in 0..<rows {
        for i in 0..<hidden { shifted[row * hidden + i] = layer[row * hidden + i] - center[i] }
      }
      memset(components, 0, 4 * rows * rank)
      packed.addProduct(shifted, to: components, count: rows)
      for row in 0..<rows {
        fill(
          values + row * count, UnsafePointer(components + row * rank),
          inputs + row * shells.count)
      }
    }
  }

  private func fill(
    _ values: UnsafeMutablePointer<Float>, _ components: UnsafePointer<Float>,
    _ inputs: UnsafePointer<Float>
  ) {
    let third = (rank + 2) / 3
    var (leading, rest) = (Float(0), Float(0))
    for r in 0..<rank {
      let square = components[r] * components[r]
      if r < third { leading += square } else { rest += square }
      values[scores + r] = components[r]
    }
    values[0] = log(leading / Float(third) + 1e-6)
    values[1] = log(rest / Float(max(1, rank - third)) + 1e-6)
    for s in shellSizes.indices { values[2 + s] = 0 }
    for (i, (shell, factor)) in shells.enumerated() {
      values[2 + shell] += inputs[i] * inputs[i] * factor
    }
    for s in shellSizes.indices { values[2 + s] = log(values[2 + s] / shellSizes[s] + 1e-4) }
  }
}

import LinearAlgebra

/// The derivative of every energy with respect to the potential, by Hellmann and Feynman:
/// dE/dV_o = sum over G of the orbit o of sum_G' c_(G'+G) c_G', the Fourier transform of the density.
public struct BandGradient: Sendable, Equatable {
  /// One vector of each rotation orbit of the cell's point group with |G|^2 <= 256 |b|^2, shortest
  /// first. The first is G = 0, whose derivative is 1.
  public var orbits: [ReciprocalVector]
  /// [nK x nBands x nOrbits]: what E changes by when V_G of the whole orbit grows, unit over unit.
  public var values: [Double]

  /// |G|^2 in |b|^2 up to which derivatives are given.
  public static let cutoff = FourierOrbits.cutoff
}

/// Correlates coefficients with themselves on the grid of reciprocal vectors.
struct DensityTransform {
  private let width: Int
  private let center: Int
  private let positions: [Int]
  /// [orbits][half of the members]: steps on the grid; G and -G give the same sum.
  private let steps: [[Int]]
  private var grid: [Double]

  init(planeWaves: [ReciprocalVector], orbits: [[ReciprocalVector]]) {
    let reach = planeWaves.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
    let margin = orbits.joined().map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
    let width = 2 * (reach + margin) + 1
    self.width = width
    center = (reach + margin) * (width + 1)
    let center = self.center
    positions = planeWaves.map { center + $0.n1 * width + $0.n2 }
    steps = orbits.map { orbit in
      orbit.filter { ($0.n1, $0.n2) > (0, 0) }.map { $0.n1 * width + $0.n2 }
    }
    grid = [Double](repeating: 0, count: width * width)
  }

  /// Appends dE/dV_o of one state for every orbit.
  mutating func append(_ coefficients: ArraySlice<Double>, to values: inout [Double]) {
    let c = Array(coefficients)
    for (at, x) in zip(positions, c) { grid[at] = x }
    grid.withUnsafeBufferPointer { grid in
      for members in steps {
        var sum = 0.0
        if members.isEmpty {
          for x in c { sum += x * x }
        } else {
          for step in members {
            for (at, x) in zip(positions, c) { sum += x * grid[at + step] }
          }
          sum *= 2
        }
        values.append(sum)
      }
    }
    for at in positions { grid[at] = 0 }
  }
}

extension ReducedBasis where Matrix == RealMatrix {
  /// The lowest states at a wave vector: [plane waves x count].
  /// - Throws: `LinearAlgebraError`.
  func functions(at k: KPoint, count: Int) throws -> RealMatrix {
    let (kx, ky) = piece.metric.cartesian(k)
    let k2 = kx * kx + ky * ky
    var h = RealMatrix(rows: order, columns: order)
    var at = 0
    for i in 0..<order {
      for j in 0...i {
        h[i, j] = a0[at] + kx * x[at] + ky * y[at] + k2 * a2[at]
        at += 1
      }
    }
    let states = try RealMatrix.lowestEigenpairs(h, count: count).vectors
    var mixture = RealMatrix(rows: basis.rows, columns: count)
    mixture.add(1, basis, states)
    var functions = RealMatrix(rows: modes.functions.rows, columns: count)
    functions.add(1, modes.functions, mixture)
    return functions
  }
}

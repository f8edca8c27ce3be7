import LinearAlgebra

/// The derivative of every energy with respect to the potential, by Hellmann and Feynman:
/// dE/dV_o = sum over G of the orbit o of sum_G' c_(G'+G) c_G', the Fourier transform of the density.
public struct BandGradient: Sendable, Equatable {
  /// One vector of each star of the cell's group with |G|^2 <= 256 |b|^2, shortest first; stars that glides make
  /// absent are left out. The first is G = 0, whose derivative is 1.
  public var orbits: [ReciprocalVector]
  /// [nK x nBands x nOrbits]: what E changes by when V_G of the whole star grows, unit over unit.
  public var values: [Double]
  /// The same by the imaginary part of V_G, 0 where symmetry makes it real; empty where that is so of all.
  public var imaginaryValues: [Double] = []

  /// |G|^2 in |b|^2 up to which derivatives are given.
  public static let cutoff = FourierOrbits.cutoff
}

/// A star of reciprocal vectors, V of all of which grows together.
struct GradientStar {
  /// That stands for all.
  var vector: ReciprocalVector
  /// Half of the star, with V_G over that of `vector`; the negatives have its conjugate. Empty of G = 0.
  var half: [(vector: ReciprocalVector, sign: Double)]
  var isReal: Bool

  /// In the order of `BandGradient.orbits`.
  /// - Parameter turns: the stars of a frame that is turned by 60 degrees as often.
  static func all(_ symmetry: CrystalSymmetry, turns: Int = 0) -> [GradientStar] {
    if CrystalSymmetry.rotationsOnly.contains(symmetry) {
      // In the frame's coordinates the potential is V'_G = V_(R^turns G).
      return FourierOrbits.all(symmetry).map { orbit in
        GradientStar(
          vector: orbit[0],
          half: orbit.map { $0.rotated(sixths: -turns) }.filter { ($0.n1, $0.n2) > (0, 0) }
            .map { ($0, 1) }, isReal: true)
      }
    }
    let zero = GradientStar(vector: ReciprocalVector(0, 0), half: [], isReal: true)
    return [zero]
      + ReciprocalStar.within(Double(BandGradient.cutoff), symmetry).map { star in
        GradientStar(
          vector: star.vector, half: star.half.map { ($0.vector, $0.sign) }, isReal: star.isReal)
      }
  }
}

/// Correlates coefficients with themselves on the grid of reciprocal vectors.
struct DensityTransform {
  private let positions: [Int]
  private let stars: [GradientStar]
  /// [stars][half of the members]: steps on the grid.
  private let steps: [[(step: Int, sign: Double)]]
  private var grid: [Double]
  private var imaginaryGrid: [Double]

  init(planeWaves: [ReciprocalVector], stars: [GradientStar]) {
    let reach = planeWaves.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
    let margin = stars.flatMap(\.half).map { max(abs($0.vector.n1), abs($0.vector.n2)) }.max() ?? 0
    let width = 2 * (reach + margin) + 1
    let center = (reach + margin) * (width + 1)
    self.stars = stars
    positions = planeWaves.map { center + $0.n1 * width + $0.n2 }
    steps = stars.map { $0.half.map { ($0.vector.n1 * width + $0.vector.n2, $0.sign) } }
    grid = [Double](repeating: 0, count: width * width)
    imaginaryGrid = stars.allSatisfy(\.isReal) ? [] : grid
  }

  /// Appends dE/dV of one state for every star.
  mutating func append(real c: [Double], to values: inout [Double]) {
    for (at, x) in zip(positions, c) { grid[at] = x }
    grid.withUnsafeBufferPointer { grid in
      for members in steps {
        var sum = 0.0
        if members.isEmpty {
          for x in c { sum += x * x }
        } else {
          for (step, sign) in members {
            if sign > 0 {
              for (at, x) in zip(positions, c) { sum += x * grid[at + step] }
            } else {
              for (at, x) in zip(positions, c) { sum -= x * grid[at + step] }
            }
          }
          sum *= 2
        }
        values.append(sum)
      }
    }
    for at in positions { grid[at] = 0 }
  }

  /// The same by real and imaginary parts of V: with rho_G the sum over G' of conj(c_(G'+G)) c_G', twice its real
  /// part and minus twice its imaginary part.
  /// - Parameter c: real and imaginary part of each coefficient.
  mutating func append(
    complex c: [Double], to values: inout [Double], _ imaginaryValues: inout [Double]
  ) {
    if imaginaryGrid.isEmpty { imaginaryGrid = [Double](repeating: 0, count: grid.count) }
    for (i, at) in positions.enumerated() {
      (grid[at], imaginaryGrid[at]) = (c[2 * i], c[2 * i + 1])
    }
    grid.withUnsafeBufferPointer { re in
      imaginaryGrid.withUnsafeBufferPointer { im in
        for (star, members) in zip(stars, steps) {
          var (real, imaginary) = (0.0, 0.0)
          if members.isEmpty {
            for x in c { real += x * x }
          }
          for (step, sign) in members {
            var (p, q) = (0.0, 0.0)
            for (i, at) in positions.enumerated() {
              let (x, y) = (c[2 * i], c[2 * i + 1])
              p += re[at + step] * x + im[at + step] * y
              q += re[at + step] * y - im[at + step] * x
            }
            real += 2 * sign * p
            imaginary -= 2 * sign * q
          }
          values.append(real)
          imaginaryValues.append(star.isReal ? 0 : imaginary)
        }
      }
    }
    for at in positions { (grid[at], imaginaryGrid[at]) = (0, 0) }
  }
}

extension ReducedBasis {
  /// The lowest states at a wave vector: [plane waves x count].
  /// - Throws: `LinearAlgebraError`.
  func functions(at k: KPoint, count: Int) throws -> Matrix {
    let (kx, ky) = piece.metric.cartesian(k)
    let k2 = kx * kx + ky * ky
    let c = Matrix.components
    var h = Matrix(rows: order, columns: order)
    var at = 0
    for i in 0..<order {
      for j in 0...i {
        for part in 0..<c {
          var value = a0[at] + kx * x[at] + ky * y[at] + k2 * a2[at]
          if !xy.isEmpty { value += k.x1 * k.x2 * xy[at] }
          h.storage[c * (i + j * order) + part] = value
          at += 1
        }
      }
    }
    let states = try Matrix.lowestEigenpairs(h, overlap: nil, count: count, withVectors: true)
      .vectors
    var mixture = Matrix(rows: basis.rows, columns: count)
    mixture.add(1, basis, states)
    var functions = Matrix(rows: modes.functions.rows, columns: count)
    functions.add(1, modes.functions, mixture)
    return functions
  }
}

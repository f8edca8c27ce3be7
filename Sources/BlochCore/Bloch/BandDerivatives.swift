import Glibc
import LinearAlgebra

/// Slopes and curvatures of the lowest bands of a model at some wave vectors, by perturbation theory in the
/// eigenvectors: exact derivatives of the model's energies,
///
///     dE_n/dk_i = <n|H_i|n>,  d^2E_n/dk_i dk_j = <n|H_ij|n> + 2 sum over m of <n|H_i|m><m|H_j|n>/(E_n - E_m).
///
/// Where bands touch, a band has a slope only if the touching states share it, and no curvature.
public struct BandDerivatives: Sendable, Equatable {
  public let bands: Int
  /// [points x bands], ascending, in the model's unit.
  public private(set) var energies: [Double] = []
  /// [points x bands x 2]: by kx and ky, the model's unit times a; NaN where there is none.
  public private(set) var slopes: [Double] = []
  /// [points x bands x 3]: by kx kx, kx ky and ky ky, the model's unit times a^2; NaN where there is none.
  public private(set) var curvatures: [Double] = []
  /// [points x bands]: errors of either component; infinite where bands are too close to say.
  public private(set) var slopeErrors: [Double] = []
  public private(set) var curvatureErrors: [Double] = []

  /// Distance of levels that counts as none, in the model's unit.
  private static let touching = 1e-7
  /// Slopes of touching bands that differ by less are one, in the model's unit times a.
  private static let sameSlope = 1e-6
  /// How fast an error e of the energies changes over the zone, by experience (docs/physics.md, "Derivatives"): its
  /// slope is at most 1.5 e a, its curvature 6 e a^2.
  private static let errorSlope = 1.5
  private static let errorCurvature = 6.0

  /// - Parameters:
  ///   - model: whose bands. Where it holds in the wedge Gamma-K-K' alone, derivatives are taken there and turned.
  ///   - bands: at most the model's order.
  ///   - error: of band n, counted from 1, in the model's unit.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public init(
    _ model: some RealBlochHamiltonian, at points: [KPoint], bands: Int, error: (Int) -> Double
  ) throws {
    self.bands = bands
    let size = model.order
    let errors = (1...size).map(error)
    let work = DerivativeMatrices(model)
    for k in points {
      let (turns, isInverted, place) = WedgePlace.reduced(k)
      let matrices = work.at(place)
      let states = try RealMatrix.lowestEigenpairs(matrices.h, count: size)
      let v = states.vectors
      func elements(_ matrix: RealMatrix) -> RealMatrix {
        var image = RealMatrix(rows: size, columns: size)
        image.add(1, matrix, v)
        return RealMatrix.adjointProduct(v, image)
      }
      let slopes = [elements(matrices.x), elements(matrices.y)]
      let curvatures = [matrices.xx, matrices.xy, matrices.yy].map(elements)
      for n in 0..<bands {
        energies.append(states.values[n])
        append(
          n, states.values, slopes, curvatures, errors,
          turn: -Double.pi / 3 * Double(turns + (isInverted ? 3 : 0)))
      }
    }
  }

  /// - Parameter turn: angle that takes directions in the wedge to those at the wave vector.
  private mutating func append(
    _ n: Int, _ levels: [Double], _ slopes: [RealMatrix], _ curvatures: [RealMatrix],
    _ errors: [Double], turn: Double
  ) {
    let others = levels.indices.filter { $0 != n }
    let together = others.filter { abs(levels[$0] - levels[n]) < Self.touching }
    var slope = SIMD2(slopes[0][n, n], slopes[1][n, n])
    let isOne = together.allSatisfy { m in
      slopes.allSatisfy {
        abs($0[n, m]) < Self.sameSlope && abs($0[m, m] - $0[n, n]) < Self.sameSlope
      }
    }
    if !isOne { slope = SIMD2(.nan, .nan) }
    let apart = others.filter { !together.contains($0) }
    var bend = [curvatures[0][n, n], curvatures[1][n, n], curvatures[2][n, n]]
    var slopeError = Self.errorSlope * errors[n]
    var bendError = Self.errorCurvature * errors[n]
    for m in apart {
      let distance = levels[n] - levels[m]
      let (x, y) = (slopes[0][n, m], slopes[1][n, m])
      bend[0] += 2 * x * x / distance
      bend[1] += 2 * x * y / distance
      bend[2] += 2 * y * y / distance
      // A small matrix of the errors' size mixes the states by its ratio to their distance.
      let error = errors[n] + errors[m]
      let mixing = error / abs(distance)
      let size = max(abs(x), abs(y))
      slopeError +=
        min(1, mixing) * (2 * size + (mixing < 1 ? 0 : 1) * maximum(slopes, n, m))
      bendError +=
        mixing < 0.5
        ? 4 * size * size * mixing / abs(distance) + 4 * size * Self.errorSlope * mixing : .infinity
    }
    if !together.isEmpty { bend = [.nan, .nan, .nan] }
    let (c, s) = (cos(turn), sin(turn))
    self.slopes += [c * slope.x - s * slope.y, s * slope.x + c * slope.y]
    self.curvatures += [
      c * c * bend[0] - 2 * c * s * bend[1] + s * s * bend[2],
      c * s * (bend[0] - bend[2]) + (c * c - s * s) * bend[1],
      s * s * bend[0] + 2 * c * s * bend[1] + c * c * bend[2],
    ]
    slopeErrors.append(isOne ? slopeError : .nan)
    curvatureErrors.append(together.isEmpty ? bendError : .nan)
  }

  /// Largest difference of the slopes of two bands.
  private func maximum(_ slopes: [RealMatrix], _ n: Int, _ m: Int) -> Double {
    slopes.map { abs($0[n, n] - $0[m, m]) }.max() ?? 0
  }
}

/// H and its derivatives at one wave vector, as full matrices.
private struct DerivativeMatrices<Hamiltonian: RealBlochHamiltonian> {
  private typealias Lane = SIMD8<Double>
  private let hamiltonian: Hamiltonian
  /// Room for six triangles.
  private let packed: [[Lane]]

  struct Matrices {
    var h: RealMatrix
    var x: RealMatrix
    var y: RealMatrix
    var xx: RealMatrix
    var xy: RealMatrix
    var yy: RealMatrix
  }

  init(_ hamiltonian: Hamiltonian) {
    self.hamiltonian = hamiltonian
    let size = hamiltonian.order * (hamiltonian.order + 1) / 2
    packed = [[Lane]](repeating: [Lane](repeating: .zero, count: size), count: 6)
  }

  func at(_ k: KPoint) -> Matrices {
    let (x1, x2) = (Lane(repeating: k.x1), Lane(repeating: k.x2))
    let hamiltonian = hamiltonian
    var h = packed[0]
    h.withUnsafeMutableBufferPointer { hamiltonian.fill($0.baseAddress!, x1, x2) }
    var (x, y) = (packed[1], packed[2])
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        hamiltonian.fillSlopes(x.baseAddress!, y.baseAddress!, x1, x2)
      }
    }
    var (xx, xy, yy) = (packed[3], packed[4], packed[5])
    xx.withUnsafeMutableBufferPointer { xx in
      xy.withUnsafeMutableBufferPointer { xy in
        yy.withUnsafeMutableBufferPointer { yy in
          hamiltonian.fillCurvatures(
            xx.baseAddress!, xy.baseAddress!, yy.baseAddress!, x1, x2)
        }
      }
    }
    return Matrices(
      h: full(h), x: full(x), y: full(y), xx: full(xx), xy: full(xy), yy: full(yy))
  }

  private func full(_ triangle: [Lane]) -> RealMatrix {
    let size = hamiltonian.order
    var matrix = RealMatrix(rows: size, columns: size)
    var at = 0
    for i in 0..<size {
      for j in 0...i {
        matrix[i, j] = triangle[at][0]
        matrix[j, i] = triangle[at][0]
        at += 1
      }
    }
    return matrix
  }
}

import Glibc
import LinearAlgebra

/// The geometries that a search moves in: v = V/Vmax = 1/(1 + exp(-beta phi)) with the C6-symmetric
/// field phi = A_0 + sum_o A_o sum_{G in orbit o} cos(G.r) of appendix A of arXiv:1912.03296. The
/// parameters are the amplitudes, A_0 (minus the threshold) first. One pixel of each rotation orbit
/// stands for all.
public struct DesignSpace: Sendable {
  /// One reciprocal vector of each orbit, 0 first.
  public let representatives: [ReciprocalVector]
  public let orbits: PixelOrbits
  /// [pixel orbits]: share of the cell that each covers, sum 1.
  public let shares: [Double]
  /// [pixel orbits x parameters]: dphi/dA.
  private let basis: RealMatrix
  /// Of the orbits but that of 0.
  private let sampler: FieldSampler

  public var parameterCount: Int { representatives.count }
  public var pixels: Int { orbits.pixels }

  /// - Parameters:
  ///   - cutoff: |n1|, |n2|, |n1 - n2| <= cutoff; a smaller one gives larger features.
  ///   - pixels: points along a1 and a2, at least four a wave of the shortest.
  /// - Throws: `GeometryError`.
  public init(cutoff: Int, pixels: Int) throws {
    representatives =
      [ReciprocalVector(0, 0)] + (try ReciprocalStar.all(.c6, cutoff: cutoff).map(\.vector))
    guard pixels >= 4 * cutoff else {
      throw GeometryError(
        "\(pixels) pixels cannot show a field with a cut-off of \(cutoff); use at least "
          + "\(4 * cutoff)")
    }
    orbits = try PixelOrbits(pixels: pixels, symmetry: .c6)
    let cellPixels = Double(pixels * pixels)
    shares = orbits.sizes.map { Double($0) / cellPixels }
    sampler = try FieldSampler(
      pixels: pixels, representatives: Array(representatives.dropFirst()))
    var basis = RealMatrix(rows: orbits.count, columns: representatives.count)
    for p in 0..<orbits.count { basis[p, 0] = 1 }
    for o in 1..<representatives.count {
      var unit = [Double](repeating: 0, count: representatives.count - 1)
      unit[o - 1] = 1
      basis.storage.replaceSubrange(
        o * orbits.count..<(o + 1) * orbits.count, with: try sampler.values(amplitudes: unit))
    }
    self.basis = basis
  }

  /// v of every geometry: [pixel orbits x geometries].
  /// - Parameter parameters: [parameters x geometries].
  public func potentials(_ parameters: RealMatrix, beta: Double) -> RealMatrix {
    var v = RealMatrix(rows: orbits.count, columns: parameters.columns)
    v.add(1, basis, parameters)
    v.storage.withUnsafeMutableBufferPointer { v in
      for i in v.indices { v[i] = 1 / (1 + exp(-beta * v[i])) }
    }
    return v
  }

  /// The derivative by the parameters of a function whose derivative by v is `derivative`
  /// [pixel orbits x geometries]: [parameters x geometries].
  public func pullback(
    _ derivative: RealMatrix, at potentials: RealMatrix, beta: Double
  ) -> RealMatrix {
    var slope = derivative
    for i in slope.storage.indices {
      let v = potentials.storage[i]
      slope.storage[i] *= beta * v * (1 - v)
    }
    return .adjointProduct(basis, slope)
  }

  /// The first parameter that makes the two-level cell cover a share of the cell, as nearly as pixels allow.
  /// - Throws: `GeometryError` for a share out of 0...1.
  public func offset(_ parameters: [Double], fill: Double) throws -> Double {
    try -sampler.threshold(amplitudes: Array(parameters.dropFirst()), fill: fill)
  }

  /// The cell of one column of parameters; infinite beta makes it two-level.
  /// - Throws: `GeometryError` for parameters that are not finite.
  public func cell(_ parameters: [Double], beta: Double, vMax: Double) throws -> UnitCell {
    let field = FourierField(
      representatives: sampler.representatives,
      amplitudes: Array(parameters.dropFirst()), beta: beta, threshold: -parameters[0])
    return try sampler.cell(field, vMax: vMax, source: "design")
  }
}

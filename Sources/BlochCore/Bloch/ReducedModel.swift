import LinearAlgebra

/// The exact bands as a small matrix, H(k) = a0 + kx x + ky y + k^2 a2 in an orthonormal basis that does
/// not depend on k: what the solver diagonalises between Gamma, K and M. It holds in the wedge
/// Gamma-K-K' and close around it.
///
/// Lower triangles [n (n + 1)/2], row by row; kx and ky are Cartesian, in 1/a.
public struct ReducedModel: RealBlochHamiltonian, Equatable {
  public let order: Int
  /// The lowest bands that it is meant for.
  public let bands: Int
  public let a0: [Double]
  public let x: [Double]
  public let y: [Double]
  public let a2: [Double]

  /// - Returns: nil when the triangles do not have the same order of 1 to `largestOrder`, or fewer
  ///   functions than bands.
  public init?(bands: Int, a0: [Double], x: [Double], y: [Double], a2: [Double]) {
    let order = Int(((8 * Double(a0.count) + 1).squareRoot() - 1) / 2)
    guard (1...Self.largestOrder).contains(order), a0.count == order * (order + 1) / 2,
      [x, y, a2].allSatisfy({ $0.count == a0.count }), (1...order).contains(bands)
    else { return nil }
    self.order = order
    self.bands = bands
    (self.a0, self.x, self.y, self.a2) = (a0, x, y, a2)
  }

  public static var largestOrder: Int { 400 }
  public var isPeriodic: Bool { false }

  /// The lowest `bands` energies: [points][bands], ascending, in the model's unit.
  public func energies(at points: [KPoint]) -> [[Double]] {
    var states = BlochStates(self, count: bands)
    return states.states(at: points).map(\.energies)
  }

  /// Whether bands at Gamma, K and M are the model's own, so that their irreps say something of it.
  public func belongs(to corners: [SpecialPointBands]) -> Bool {
    let own = energies(at: corners.map(\.k))
    return zip(own, corners).allSatisfy { own, corner in
      zip(own, corner.energies).allSatisfy { abs($0 - $1) < Tolerance.sameModel }
    }
  }

  private func waves(_ x1: Lane, _ x2: Lane) -> (kx: Lane, ky: Lane) {
    (2 * Double.pi * x1, (2 * x2 - x1) * (2 * Double.pi / (3.0).squareRoot()))
  }

  public func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane) {
    let (kx, ky) = waves(x1, x2)
    let k2 = kx * kx + ky * ky
    for at in a0.indices {
      h[at] = Lane(repeating: a0[at]).addingProduct(kx, Lane(repeating: x[at]))
        .addingProduct(ky, Lane(repeating: y[at])).addingProduct(k2, Lane(repeating: a2[at]))
    }
  }

  public func fillSlopes(
    _ dx: UnsafeMutablePointer<Lane>, _ dy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let (kx, ky) = waves(x1, x2)
    for at in a0.indices {
      let twice = Lane(repeating: 2 * a2[at])
      dx[at] = Lane(repeating: x[at]).addingProduct(kx, twice)
      dy[at] = Lane(repeating: y[at]).addingProduct(ky, twice)
    }
  }

  public func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    for at in a0.indices {
      xx[at] = Lane(repeating: 2 * a2[at])
      xy[at] = .zero
      yy[at] = xx[at]
    }
  }
}

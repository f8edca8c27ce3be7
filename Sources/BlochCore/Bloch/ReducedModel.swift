import LinearAlgebra
import WallpaperGroups

/// The exact bands as a small matrix, H(k) = a0 + kx x + ky y + k^2 a2 + k1 k2 xy + kx^2 xx in an orthonormal basis
/// that does not depend on k: what the solver diagonalises between special points. It holds in its piece of the zone and close
/// around it.
///
/// Lower triangles [n (n + 1)/2], row by row; kx and ky are Cartesian, in 1/a, k1 and k2 along b1 and b2.
public struct ReducedModel: RealBlochHamiltonian, Equatable {
  public let order: Int
  /// The lowest bands that it is meant for.
  public let bands: Int
  public let a0: [Double]
  public let x: [Double]
  public let y: [Double]
  public let a2: [Double]
  /// Empty where there is no such term.
  public let xy: [Double]
  public let xx: [Double]
  public let lattice: Lattice

  /// - Returns: nil when the triangles do not have the same order of 1 to `largestOrder`, or fewer
  ///   functions than bands.
  public init?(
    bands: Int, a0: [Double], x: [Double], y: [Double], a2: [Double], xy: [Double] = [],
    xx: [Double] = [], lattice: Lattice = .hexagonal
  ) {
    guard let order = Self.order(bands: bands, [a0, x, y, a2], [xy, xx], components: 1) else {
      return nil
    }
    self.order = order
    self.bands = bands
    (self.a0, self.x, self.y, self.a2, self.xy, self.xx) = (a0, x, y, a2, xy, xx)
    self.lattice = lattice
  }

  public static var largestOrder: Int { 400 }
  public var isPeriodic: Bool { false }

  /// n of triangles with n (n + 1)/2 numbers or pairs of them; nil where they do not fit.
  /// - Parameter others: each empty or a triangle.
  static func order(
    bands: Int, _ triangles: [[Double]], _ others: [[Double]], components: Int
  ) -> Int? {
    let count = triangles[0].count / components
    let order = Int(((8 * Double(count) + 1).squareRoot() - 1) / 2)
    guard (1...largestOrder).contains(order), (1...order).contains(bands),
      triangles.allSatisfy({ $0.count == components * order * (order + 1) / 2 }),
      others.allSatisfy({ $0.isEmpty || $0.count == triangles[0].count })
    else { return nil }
    return order
  }

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

  public func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane) {
    let (kx, ky) = lattice.waveVectors(x1, x2)
    let k2 = kx * kx + ky * ky
    for at in a0.indices {
      h[at] = Lane(repeating: a0[at]).addingProduct(kx, Lane(repeating: x[at]))
        .addingProduct(ky, Lane(repeating: y[at])).addingProduct(k2, Lane(repeating: a2[at]))
    }
    let product = x1 * x2
    for at in xy.indices { h[at].addProduct(product, Lane(repeating: xy[at])) }
    let kx2 = kx * kx
    for at in xx.indices { h[at].addProduct(kx2, Lane(repeating: xx[at])) }
  }

  public func fillSlopes(
    _ dx: UnsafeMutablePointer<Lane>, _ dy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let (kx, ky) = lattice.waveVectors(x1, x2)
    for at in a0.indices {
      let twice = Lane(repeating: 2 * a2[at])
      dx[at] = Lane(repeating: x[at]).addingProduct(kx, twice)
      dy[at] = Lane(repeating: y[at]).addingProduct(ky, twice)
    }
    for at in xx.indices { dx[at].addProduct(2 * kx, Lane(repeating: xx[at])) }
    if xy.isEmpty { return }
    let (byX, byY) = lattice.productSlopes(x1, x2)
    for at in xy.indices {
      dx[at].addProduct(byX, Lane(repeating: xy[at]))
      dy[at].addProduct(byY, Lane(repeating: xy[at]))
    }
  }

  public func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let bends = lattice.productCurvatures
    for at in a0.indices {
      let product = self.xy.isEmpty ? 0 : self.xy[at]
      let square = self.xx.isEmpty ? 0 : 2 * self.xx[at]
      xx[at] = Lane(repeating: 2 * a2[at] + square + bends.xx * product)
      xy[at] = Lane(repeating: bends.xy * product)
      yy[at] = Lane(repeating: 2 * a2[at] + bends.yy * product)
    }
  }
}

import LinearAlgebra
import WallpaperGroups

/// `ReducedModel` of a crystal without C2: complex triangles, real and imaginary part of each element one after the
/// other, [n (n + 1)/2 x 2].
public struct HermitianReducedModel: HermitianBlochHamiltonian, Equatable {
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

  /// - Returns: nil when the triangles do not have the same order of 1 to 400, or fewer functions than bands.
  public init?(
    bands: Int, a0: [Double], x: [Double], y: [Double], a2: [Double], xy: [Double] = [],
    xx: [Double] = [], lattice: Lattice
  ) {
    guard
      let order = ReducedModel.order(bands: bands, [a0, x, y, a2], [xy, xx], components: 2)
    else { return nil }
    self.order = order
    self.bands = bands
    (self.a0, self.x, self.y, self.a2, self.xy, self.xx) = (a0, x, y, a2, xy, xx)
    self.lattice = lattice
  }

  public var isPeriodic: Bool { false }

  /// The lowest energies: [points][count], ascending, in the model's unit.
  public func energies(at points: [KPoint], count: Int) -> [[Double]] {
    var problem = BatchedHermitianEigenproblem(order: order, count: count)
    var found: [[Double]] = []
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let filled = min(Lane.scalarCount, points.count - first)
      var (x1, x2) = (Lane.zero, Lane.zero)
      for lane in 0..<Lane.scalarCount {
        let k = points[first + min(lane, filled - 1)]
        (x1[lane], x2[lane]) = (k.x1, k.x2)
      }
      problem.real.withUnsafeMutableBufferPointer { real in
        problem.imaginary.withUnsafeMutableBufferPointer { imaginary in
          fill(real.baseAddress!, imaginary.baseAddress!, x1, x2)
        }
      }
      problem.solve(tolerance: 1e-11, withVectors: false)
      for lane in 0..<filled { found.append((0..<count).map { problem.values[$0][lane] }) }
    }
    return found
  }

  public func fill(_ real: Elements, _ imaginary: Elements, _ x1: Lane, _ x2: Lane) {
    let (kx, ky) = lattice.waveVectors(x1, x2)
    let k2 = kx * kx + ky * ky
    let product = x1 * x2
    func element(_ at: Int) -> Lane {
      var value = Lane(repeating: a0[at]).addingProduct(kx, Lane(repeating: x[at]))
        .addingProduct(ky, Lane(repeating: y[at])).addingProduct(k2, Lane(repeating: a2[at]))
      if !xy.isEmpty { value.addProduct(product, Lane(repeating: xy[at])) }
      if !xx.isEmpty { value.addProduct(kx * kx, Lane(repeating: xx[at])) }
      return value
    }
    for at in 0..<a0.count / 2 {
      real[at] = element(2 * at)
      imaginary[at] = element(2 * at + 1)
    }
  }

  public func fillSlopes(
    _ dx: (real: Elements, imaginary: Elements), _ dy: (real: Elements, imaginary: Elements),
    _ x1: Lane, _ x2: Lane
  ) {
    let (kx, ky) = lattice.waveVectors(x1, x2)
    let (byX, byY) = lattice.productSlopes(x1, x2)
    func elements(_ at: Int) -> (Lane, Lane) {
      let twice = Lane(repeating: 2 * a2[at])
      var byKx = Lane(repeating: x[at]).addingProduct(kx, twice)
      var byKy = Lane(repeating: y[at]).addingProduct(ky, twice)
      if !xy.isEmpty {
        byKx.addProduct(byX, Lane(repeating: xy[at]))
        byKy.addProduct(byY, Lane(repeating: xy[at]))
      }
      if !xx.isEmpty { byKx.addProduct(2 * kx, Lane(repeating: xx[at])) }
      return (byKx, byKy)
    }
    for at in 0..<a0.count / 2 {
      (dx.real[at], dy.real[at]) = elements(2 * at)
      (dx.imaginary[at], dy.imaginary[at]) = elements(2 * at + 1)
    }
  }

  public func fillCurvatures(
    _ xx: (real: Elements, imaginary: Elements), _ xy: (real: Elements, imaginary: Elements),
    _ yy: (real: Elements, imaginary: Elements), _ x1: Lane, _ x2: Lane
  ) {
    let bends = lattice.productCurvatures
    for at in a0.indices {
      let product = self.xy.isEmpty ? 0 : self.xy[at]
      let (i, isReal) = (at / 2, at & 1 == 0)
      let square = Lane(repeating: 2 * a2[at])
      let own = self.xx.isEmpty ? 0 : 2 * self.xx[at]
      (isReal ? xx.real : xx.imaginary)[i] = square + own + bends.xx * product
      (isReal ? xy.real : xy.imaginary)[i] = Lane(repeating: bends.xy * product)
      (isReal ? yy.real : yy.imaginary)[i] = square + bends.yy * product
    }
  }
}

import Glibc
import WallpaperGroups

/// A tight-binding model with its coefficients: element (i, j) of H(k) is e + sum over the hops of
/// 2 t_l cos(k.R_l), or sin between functions of unequal C2 parity.
public struct TightBindingHamiltonian: RealBlochHamiltonian {
  public let order: Int
  public let symmetry: CrystalSymmetry
  public var isPeriodic: Bool { true }
  private struct Element {
    var onSite: Double
    var isSine: Bool
  }
  /// [n (n + 1)/2]
  private let elements: [Element]
  /// [elements x hops]: 2 t_l.
  private let hoppings: [Double]
  /// R = n1 a1 + n2 a2.
  private let hops: [(n1: Int, n2: Int)]
  /// [hops]: their component along a1 and their n2, a.
  private let along: [Double]
  private let across: [Double]
  /// Height of a2 above a1 and its square, a and a^2.
  private let height: (Double, square: Double)

  /// - Parameter coefficients: [coefficientCount], any unit of energy.
  public init(_ model: TightBindingModel, coefficients: [Double]) {
    order = model.family.dimension
    symmetry = model.family.symmetry
    let harmonics = model.harmonics(coefficients)
    elements = harmonics.map { Element(onSite: $0.onSite, isSine: $0.isSine) }
    hoppings = harmonics.flatMap { $0.hopping.map { 2 * $0 } }
    hops = model.hops
    let lattice = symmetry.lattice
    along = hops.map { Double($0.n1) + lattice.ratio * lattice.cosine * Double($0.n2) }
    across = hops.map { Double($0.n2) }
    height = (
      lattice.ratio * lattice.sine,
      lattice.ratio * lattice.ratio * (1 - lattice.cosine * lattice.cosine)
    )
  }

  /// Writes cos and sin of k.R_l.
  @inline(__always)
  private func waves(
    _ x1: Lane, _ x2: Lane, _ body: (UnsafePointer<Lane>, UnsafePointer<Lane>) -> Void
  ) {
    let count = hops.count
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: 2 * count) { memory in
      let (cosines, sines) = (memory.baseAddress!, memory.baseAddress! + count)
      let first = Self.wave(x1)
      let second = Self.wave(x2)
      for (l, hop) in hops.enumerated() {
        let a = Self.power(first, hop.n1)
        let b = Self.power(second, hop.n2)
        cosines[l] = a.c * b.c - a.s * b.s
        sines[l] = a.c * b.s + a.s * b.c
      }
      body(cosines, sines)
    }
  }

  private static func wave(_ turns: Lane) -> (c: Lane, s: Lane) {
    var (c, s) = (Lane.zero, Lane.zero)
    for lane in 0..<Lane.scalarCount {
      c[lane] = cos(2 * Double.pi * turns[lane])
      s[lane] = sin(2 * Double.pi * turns[lane])
    }
    return (c, s)
  }

  private static func power(_ wave: (c: Lane, s: Lane), _ n: Int) -> (c: Lane, s: Lane) {
    if n == 0 { return (Lane(repeating: 1), .zero) }
    var (c, s) = wave
    for _ in 1..<abs(n) { (c, s) = (c * wave.c - s * wave.s, s * wave.c + c * wave.s) }
    return (c, n < 0 ? -s : s)
  }

  public func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane) {
    let count = hops.count
    waves(x1, x2) { c, s in
      hoppings.withUnsafeBufferPointer { t in
        for (at, e) in elements.enumerated() {
          let own = t.baseAddress! + at * count
          let waves = e.isSine ? s : c
          var sum = own[0] * waves[0]
          if !e.isSine { sum += e.onSite }
          for l in 1..<count { sum += own[l] * waves[l] }
          h[at] = sum
        }
      }
    }
  }

  public func fillSlopes(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let count = hops.count
    waves(x1, x2) { c, s in
      hoppings.withUnsafeBufferPointer { t in
        for (at, e) in elements.enumerated() {
          let own = t.baseAddress! + at * count
          var (sumX, sumY) = (Lane.zero, Lane.zero)
          for l in (0..<count).reversed() {
            let f = own[l] * (e.isSine ? c[l] : -s[l])
            sumX += along[l] * f
            sumY += across[l] * f
          }
          x[at] = sumX
          y[at] = height.0 * sumY
        }
      }
    }
  }

  public func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let count = hops.count
    waves(x1, x2) { c, s in
      hoppings.withUnsafeBufferPointer { t in
        for (at, e) in elements.enumerated() {
          let own = t.baseAddress! + at * count
          var (sumXX, sumXY, sumYY) = (Lane.zero, Lane.zero, Lane.zero)
          for l in (0..<count).reversed() {
            let f = own[l] * (e.isSine ? s[l] : c[l])
            sumXX += along[l] * along[l] * f
            sumXY += along[l] * across[l] * f
            sumYY += across[l] * across[l] * f
          }
          xx[at] = -sumXX
          xy[at] = -height.0 * sumXY
          yy[at] = -height.square * sumYY
        }
      }
    }
  }
}

import BlochCore
import Glibc
import WallpaperGroups

/// A real H by its lower triangle as a function of x1 and x2.
struct RealLatticeModel: RealBlochHamiltonian {
  var order: Int
  var isPeriodic: Bool { true }
  var lattice: Lattice
  var elements: @Sendable (Double, Double) -> [Double]

  func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane) {
    for lane in 0..<Lane.scalarCount {
      for (at, value) in elements(x1[lane], x2[lane]).enumerated() { h[at][lane] = value }
    }
  }

  func fillSlopes(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    for lane in 0..<Lane.scalarCount {
      let slopes = lattice.slopes(elements, x1[lane], x2[lane])
      for at in slopes.0.indices { (x[at][lane], y[at][lane]) = (slopes.0[at], slopes.1[at]) }
    }
  }

  func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) { fatalError("curvatures are not asked for") }
}

/// d1 sigma_z + d2 sigma_x + d3 sigma_y, without C2.
struct ComplexTwoBandModel: HermitianBlochHamiltonian {
  var order: Int { 2 }
  var isPeriodic: Bool { true }
  var lattice: Lattice
  var d: @Sendable (Double, Double) -> [Double]

  private static func write(
    _ d: [Double], _ lane: Int, _ re: UnsafeMutablePointer<Lane>, _ im: UnsafeMutablePointer<Lane>
  ) {
    (re[0][lane], re[1][lane], re[2][lane]) = (d[0], d[1], -d[0])
    (im[0][lane], im[1][lane], im[2][lane]) = (0, d[2], 0)
  }

  func fill(_ re: Elements, _ im: Elements, _ x1: Lane, _ x2: Lane) {
    for lane in 0..<Lane.scalarCount { Self.write(d(x1[lane], x2[lane]), lane, re, im) }
  }

  func fillSlopes(
    _ x: (real: Elements, imaginary: Elements), _ y: (real: Elements, imaginary: Elements),
    _ x1: Lane, _ x2: Lane
  ) {
    for lane in 0..<Lane.scalarCount {
      let slopes = lattice.slopes(d, x1[lane], x2[lane])
      Self.write(slopes.0, lane, x.real, x.imaginary)
      Self.write(slopes.1, lane, y.real, y.imaginary)
    }
  }

  func fillCurvatures(
    _ xx: (real: Elements, imaginary: Elements), _ xy: (real: Elements, imaginary: Elements),
    _ yy: (real: Elements, imaginary: Elements), _ x1: Lane, _ x2: Lane
  ) { fatalError("curvatures are not asked for") }

  /// Berry curvature of the lower band over 2 pi, by x1 and x2: d/|d| covers a sphere.
  func curvature(_ x1: Double, _ x2: Double) -> Double {
    let step = 1e-5
    func unit(_ x1: Double, _ x2: Double) -> [Double] {
      let d = self.d(x1, x2)
      let size = d.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return d.map { $0 / size }
    }
    func slope(_ a: [Double], _ b: [Double]) -> [Double] {
      zip(a, b).map { ($0 - $1) / (2 * step) }
    }
    let n = unit(x1, x2)
    let a = slope(unit(x1 + step, x2), unit(x1 - step, x2))
    let b = slope(unit(x1, x2 + step), unit(x1, x2 - step))
    let triple =
      n[0] * (a[1] * b[2] - a[2] * b[1]) + n[1] * (a[2] * b[0] - a[0] * b[2])
      + n[2] * (a[0] * b[1] - a[1] * b[0])
    return 0.5 * triple / (2 * Double.pi)
  }
}

extension Lattice {
  /// Derivatives by kx and ky, from those by x1 and x2.
  fileprivate func slopes(
    _ f: (Double, Double) -> [Double], _ x1: Double, _ x2: Double
  ) -> ([Double], [Double]) {
    let step = 1e-5
    let (a, b, c, e) = (
      f(x1 + step, x2), f(x1 - step, x2), f(x1, x2 + step), f(x1, x2 - step)
    )
    let part = 1 / (2 * step * 2 * Double.pi)
    let first = zip(a, b).map { ($0 - $1) * part }
    let second = zip(c, e).map { ($0 - $1) * part * ratio }
    return (
      zip(first, second).map { $0 + cosine * $1 }, second.map { sine * $0 }
    )
  }
}

/// Two orbitals that do not mix at the special points.
struct OrbitalPair {
  var group: WallpaperGroup
  /// Band representations of the first and the second orbital: "1a A1", as the group names them.
  var names: (String, String)

  /// Bands at the special points, by the diagonal of H there.
  func corners(_ diagonal: (Double, Double) -> (Double, Double)) -> [SpecialPointBands] {
    let tables = group.tables(timeReversal: true)
    let vectors = [names.0, names.1].map { name in
      tables.bandRepresentations.first { $0.name == name }!.vector
    }
    return tables.points.enumerated().map { index, point in
      let (x1, x2) = point.coordinates
      let irreps = vectors.map { vector in
        let entries = tables.entries(at: index)
        return group.irreps(at: point)[entries.firstIndex { vector[$0] > 0 }!]
      }
      let (a, b) = diagonal(x1, x2)
      return SpecialPointBands(
        label: point.label, k: KPoint(x1, x2), energies: a < b ? [a, b] : [b, a],
        irreps: a < b ? irreps : irreps.reversed())
    }
  }
}

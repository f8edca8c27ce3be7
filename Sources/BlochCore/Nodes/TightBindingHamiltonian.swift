import Glibc

/// A tight-binding model with its coefficients: element (i, j) of H(k) is e + sum over the three
/// directions of 2 t_l cos(k.a_l), or sin between functions of unequal C2 parity.
public struct TightBindingHamiltonian: RealBlochHamiltonian {
  public let order: Int
  public var isPeriodic: Bool { true }
  private struct Element {
    var onSite: Double
    var hopping: SIMD3<Double>
    var isSine: Bool
  }
  /// [n (n + 1)/2]
  private let elements: [Element]

  /// - Parameter coefficients: [coefficientCount], any unit of energy.
  public init(_ model: TightBindingModel, coefficients: [Double]) {
    order = model.orbitals.dimension
    elements = model.harmonics(coefficients).map {
      Element(onSite: $0.onSite, hopping: 2 * $0.hopping, isSine: $0.isSine)
    }
  }

  /// cos and sin of k.a_l, l = 0, 1, 2.
  private static func waves(_ x1: Lane, _ x2: Lane) -> (cosines: [Lane], sines: [Lane]) {
    var (cosines, sines) = ([Lane](), [Lane]())
    for turns in [x1, x2] {
      var (c, s) = (Lane.zero, Lane.zero)
      for lane in 0..<Lane.scalarCount {
        c[lane] = cos(2 * Double.pi * turns[lane])
        s[lane] = sin(2 * Double.pi * turns[lane])
      }
      cosines.append(c)
      sines.append(s)
    }
    // k.a3 = k.a2 - k.a1
    cosines.append(cosines[1] * cosines[0] + sines[1] * sines[0])
    sines.append(sines[1] * cosines[0] - cosines[1] * sines[0])
    return (cosines, sines)
  }

  public func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane) {
    let (c, s) = Self.waves(x1, x2)
    let (c0, c1, c2, s0, s1, s2) = (c[0], c[1], c[2], s[0], s[1], s[2])
    for (at, e) in elements.enumerated() {
      let t = e.hopping
      h[at] =
        e.isSine
        ? t[0] * s0 + t[1] * s1 + t[2] * s2
        : Lane(repeating: e.onSite) + t[0] * c0 + t[1] * c1 + t[2] * c2
    }
  }

  public func fillSlopes(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let (c, s) = Self.waves(x1, x2)
    let half = 0.5 * (3.0).squareRoot()
    for (at, e) in elements.enumerated() {
      let t = e.hopping
      let (f0, f1, f2) =
        e.isSine
        ? (t[0] * c[0], t[1] * c[1], t[2] * c[2]) : (-t[0] * s[0], -t[1] * s[1], -t[2] * s[2])
      x[at] = f0 + 0.5 * (f1 - f2)
      y[at] = half * (f1 + f2)
    }
  }

  public func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) {
    let (c, s) = Self.waves(x1, x2)
    let quarter = 0.25 * (3.0).squareRoot()
    for (at, e) in elements.enumerated() {
      let t = e.hopping
      let f = e.isSine ? s : c
      let (f0, f1, f2) = (t[0] * f[0], t[1] * f[1], t[2] * f[2])
      xx[at] = -(f0 + 0.25 * (f1 + f2))
      xy[at] = -quarter * (f1 - f2)
      yy[at] = -0.75 * (f1 + f2)
    }
  }
}

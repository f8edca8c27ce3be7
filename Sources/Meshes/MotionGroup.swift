import WallpaperGroups

/// The motions of a wallpaper group on one lattice: their products, and where they carry places.
final class MotionGroup {
  let group: WallpaperGroup
  let lattice: Lattice
  /// Number of operations.
  let order: Int
  /// a2; a1 is (1, 0).
  let a2: Vector
  let basis: ShortBasis
  /// The shortest lattice vector's length: what lengths are measured in that should not depend on the choice of a1.
  let unit: Double

  /// What an operation does.
  struct Form {
    /// Columns of the Cartesian matrix.
    var first: Vector
    var second: Vector
    var shift: Vector
    /// W, row by row.
    var w11: Int
    var w12: Int
    var w21: Int
    var w22: Int
    /// Translation in halves of a1 and a2.
    var t1: Int
    var t2: Int
    /// Whether it is a mirror or glide.
    var isMirror: Bool
  }

  /// [order].
  let forms: UnsafeMutablePointer<Form>
  /// [order x order]: {1 | n} c = a b, row a.
  private let products: UnsafeMutablePointer<Motion>
  /// [order].
  private let inverses: UnsafeMutablePointer<Motion>

  init(_ group: WallpaperGroup, _ lattice: Lattice) {
    self.group = group
    self.lattice = lattice
    let operations = group.operations
    order = operations.count
    basis = ShortBasis(lattice)
    unit = length(basis.first)
    let (c, s) = (lattice.ratio * lattice.cosine, lattice.ratio * lattice.sine)
    a2 = Vector(c, s)
    forms = .allocate(capacity: order)
    products = .allocate(capacity: order * order)
    inverses = .allocate(capacity: order)
    for (i, g) in operations.enumerated() {
      // A W A^-1, the columns of A are a1 and a2.
      func image(_ x1: Double, _ x2: Double) -> Vector {
        let y1 = Double(g.w11) * x1 + Double(g.w12) * x2
        let y2 = Double(g.w21) * x1 + Double(g.w22) * x2
        return Vector(y1 + c * y2, s * y2)
      }
      let (t1, t2) = (0.5 * Double(g.t1), 0.5 * Double(g.t2))
      forms[i] = Form(
        first: image(1, 0), second: image(-c / s, 1 / s), shift: Vector(t1 + c * t2, s * t2),
        w11: g.w11, w12: g.w12, w21: g.w21, w22: g.w22, t1: g.t1, t2: g.t2, isMirror: g.isMirror)
      for (j, other) in operations.enumerated() {
        products[i * order + j] = Self.motion(g * other, in: operations)
      }
      inverses[i] = Self.motion(g.inverse, in: operations)
    }
  }

  deinit {
    forms.deallocate()
    products.deallocate()
    inverses.deallocate()
  }

  private static func motion(_ operation: Operation, in operations: [Operation]) -> Motion {
    for (i, g) in operations.enumerated() {
      if let (n1, n2) = operation.translation(from: g) {
        return Motion(operation: Int16(i), n1: Int16(n1), n2: Int16(n2))
      }
    }
    preconditionFailure("not a motion of the group")
  }

  /// n1 a1 + n2 a2.
  @inline(__always)
  func translation(_ n1: Double, _ n2: Double) -> Vector { Vector(n1 + a2.x * n2, a2.y * n2) }

  /// The image of a place.
  @inline(__always)
  func place(_ m: Motion, _ x: Vector) -> Vector {
    if m.operation == 0 { return x + translation(Double(m.n1), Double(m.n2)) }
    let f = forms[Int(m.operation)]
    return f.first * x.x + f.second * x.y + f.shift + translation(Double(m.n1), Double(m.n2))
  }

  /// The image of a displacement.
  @inline(__always)
  func direction(_ m: Motion, _ d: Vector) -> Vector {
    let f = forms[Int(m.operation)]
    return f.first * d.x + f.second * d.y
  }

  /// The displacement whose image is `d`.
  @inline(__always)
  func directionBack(_ m: Motion, _ d: Vector) -> Vector {
    let f = forms[Int(m.operation)]
    return Vector(dot(f.first, d), dot(f.second, d))
  }

  @inline(__always)
  func isMirror(_ m: Motion) -> Bool { forms[Int(m.operation)].isMirror }

  /// `b` first, then `a`.
  @inline(__always)
  func product(_ a: Motion, _ b: Motion) -> Motion {
    let f = forms[Int(a.operation)]
    let p = products[Int(a.operation) * order + Int(b.operation)]
    let (b1, b2) = (Int(b.n1), Int(b.n2))
    return Motion(
      operation: p.operation,
      n1: Int16(truncatingIfNeeded: Int(p.n1) + Int(a.n1) + f.w11 * b1 + f.w12 * b2),
      n2: Int16(truncatingIfNeeded: Int(p.n2) + Int(a.n2) + f.w21 * b1 + f.w22 * b2))
  }

  @inline(__always)
  func inverse(_ a: Motion) -> Motion {
    // (1 | n) g has the inverse g^-1 (1 | -n).
    product(
      inverses[Int(a.operation)],
      Motion(operation: 0, n1: 0 &- a.n1, n2: 0 &- a.n2))
  }

  /// Coordinates on a1 and a2.
  @inline(__always)
  func reduced(_ x: Vector) -> Place {
    let x2 = x.y / a2.y
    return Place(x.x - a2.x * x2, x2)
  }

  @inline(__always)
  func cartesian(_ x: Place) -> Vector { translation(x.x1, x.x2) }

  /// The motion with the operation that carries `x` to `y`, nil where there is none.
  func motion(_ operation: Int, carrying x: Vector, to y: Vector, tolerance: Double = 1e-7)
    -> Motion?
  {
    let m = Motion(operation: Int16(operation), n1: 0, n2: 0)
    let d = reduced(y - place(m, x))
    let (n1, n2) = (d.x1.rounded(), d.x2.rounded())
    guard length(translation(d.x1 - n1, d.x2 - n2)) < tolerance else { return nil }
    return Motion(operation: m.operation, n1: Int16(n1), n2: Int16(n2))
  }

  /// All motions but the identity that leave a place where it is, by operation.
  func stabiliser(of x: Vector) -> [Motion] {
    (0..<order).compactMap { motion($0, carrying: x, to: x) }.filter { !$0.isIdentity }
  }
}

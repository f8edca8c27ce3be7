import Glibc
import Meshes
import WallpaperGroups

/// A union of discs, ellipses and rings whose rims do not meet, as a level set: positive in the shapes.
///
/// Of each ellipse with semi-axes r, s: r s/(r + s) (1 - (u/r)^2 - (v/s)^2), of a ring the lesser of the outer disc's and
/// of what lies outside the inner one; of all shapes and their images the largest.
package struct ShapeLevels: LevelSet {
  private struct Ellipse {
    var centre: SIMD2<Double>
    /// Unit vectors over the semi-axes.
    var u: SIMD2<Double>
    var v: SIMD2<Double>
    var scale: Double
    /// -1 for the inner circle of a ring.
    var sign: Double
    /// Which ellipse must be inside too.
    var partner: Int?
  }

  private let lattice: Lattice
  private let ellipses: [Ellipse]
  /// Lattice vectors that may bring a centre nearest to a point of the cell about the origin.
  private let shifts: [SIMD2<Double>]

  /// - Throws: `SolverError` where the rims have corners.
  package init(_ union: ShapeUnion) throws {
    let rim = try ShapeRim(union)
    guard rim.parts.allSatisfy(\.isWhole), !rim.parts.isEmpty else {
      throw SolverError(
        "the rim of the shapes has corners, where elements lose their order; use discs, ellipses and rings that do not meet"
      )
    }
    lattice = union.lattice
    func ellipse(
      _ x1: Double, _ x2: Double, _ r: Double, _ s: Double, _ turn: Double, sign: Double
    ) -> Ellipse {
      let place = union.lattice.cartesian(x1: x1, x2: x2)
      let angle = turn * Double.pi / 180
      return Ellipse(
        centre: SIMD2(place.x, place.y), u: SIMD2(cos(angle), sin(angle)) / r,
        v: SIMD2(-sin(angle), cos(angle)) / s, scale: r * s / (r + s), sign: sign, partner: nil)
    }
    var all: [Ellipse] = []
    for shape in union.shapes {
      switch shape {
      case .ellipse(let e):
        all.append(ellipse(e.x1, e.x2, e.radius1, e.radius2, e.turn, sign: 1))
      case .ring(let ring):
        all.append(ellipse(ring.x1, ring.x2, ring.outer, ring.outer, 0, sign: 1))
        if ring.inner > 0 {
          all[all.count - 1].partner = all.count
          all.append(ellipse(ring.x1, ring.x2, ring.inner, ring.inner, 0, sign: -1))
        }
      case .polygon:
        throw SolverError(
          "polygons have corners, where elements lose their order; use discs, ellipses and rings")
      }
    }
    // Centres in the cell about the origin.
    for i in all.indices {
      let place = union.lattice.coordinates(all[i].centre)
      let whole = union.lattice.cartesian(x1: place.x.rounded(), x2: place.y.rounded())
      all[i].centre -= SIMD2(whole.x, whole.y)
    }
    ellipses = all
    let reach = union.lattice.reach
    shifts = (-reach...reach).flatMap { i in
      (-reach...reach).map { j in
        let (x, y) = union.lattice.cartesian(x1: Double(i), x2: Double(j))
        return SIMD2(x, y)
      }
    }
  }

  package func sample(at place: Place) -> LevelSample {
    let (x, y) = lattice.cartesian(
      x1: place.x1 - place.x1.rounded(), x2: place.x2 - place.x2.rounded())
    let p = SIMD2(x, y)
    var best = LevelSample(value: -.infinity)
    for ellipse in ellipses where ellipse.sign > 0 {
      for shift in shifts {
        var own = Self.sample(ellipse, p - shift)
        if let partner = ellipse.partner {
          let inner = Self.sample(ellipses[partner], p - shift)
          if inner.value < own.value { own = inner }
        }
        if own.value > best.value { best = own }
      }
    }
    return best
  }

  private static func sample(_ ellipse: Ellipse, _ p: SIMD2<Double>) -> LevelSample {
    let d = p - ellipse.centre
    let (a, b) = (RimCurve.dot(d, ellipse.u), RimCurve.dot(d, ellipse.v))
    let scale = ellipse.sign * ellipse.scale
    let (u, v) = (ellipse.u, ellipse.v)
    return LevelSample(
      value: scale * (1 - a * a - b * b), x: -2 * scale * (a * u.x + b * v.x),
      y: -2 * scale * (a * u.y + b * v.y), xx: -2 * scale * (u.x * u.x + v.x * v.x),
      xy: -2 * scale * (u.x * u.y + v.x * v.y), yy: -2 * scale * (u.y * u.y + v.y * v.y))
  }
}

extension Lattice {
  /// How many cells away an image may be that is nearest to a point of the cell about the origin.
  fileprivate var reach: Int {
    let longest = hypot(1 + ratio * abs(cosine), ratio * sine)
    return Int((2 * longest / min(sine, ratio * sine)).rounded(.up))
  }
}

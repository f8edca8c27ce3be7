import Glibc

/// Six equal discs on a ring about the C6 centre, repeated with the lattice (the paper's Fig. 2).
public struct HoleRing: Sendable, Equatable {
  /// Distance of the disc centres from the C6 centre, in a.
  public var distance: Double
  /// Angle of the first disc from a1, in degrees.
  public var angle: Double
  /// Radius of the discs, in a.
  public var radius: Double

  /// Throws unless all are finite, 0 <= distance <= 10 and 0 <= radius <= 10.
  public init(distance: Double, angle: Double, radius: Double) throws {
    guard distance >= 0, distance <= 10 else {
      throw GeometryError("distance \(distance); choose 0 to 10 lattice constants")
    }
    guard radius >= 0, radius <= 10 else {
      throw GeometryError("radius \(radius); choose 0 to 10 lattice constants")
    }
    guard angle.isFinite, abs(angle) <= 1e6 else {
      throw GeometryError("angle \(angle); choose a finite number of degrees")
    }
    self.distance = distance
    self.angle = angle
    self.radius = radius
  }

  /// Centres of the discs along a1 and a2: r = x1 a1 + x2 a2, in units of a.
  public var centres: [(x1: Double, x2: Double)] {
    (0..<6).map { m in
      let turn = (angle + 60 * Double(m)) * Double.pi / 180
      let (x, y) = (distance * cos(turn), distance * sin(turn))
      let x2 = 2 * y / 3.0.squareRoot()
      return (x - x2 / 2, x2)
    }
  }

  /// Share of each pixel that the discs cover, one value per orbit: 0 or 1 by the pixel's centre, or,
  /// with `subdivision` s > 1, the share of s x s points of the hexagon around it. The hexagon and the
  /// points have the symmetry of the lattice. Throws unless the orbits are those of C6 and
  /// 1 <= s <= 64.
  public func coverage(_ orbits: PixelOrbits, subdivision: Int = 1) throws -> [Float] {
    guard orbits.symmetry == .c6 else {
      throw GeometryError("a ring of six discs needs pixel orbits of C6")
    }
    let points = try Self.hexagon(subdivision: subdivision)
    let centres = self.centres
    let n = Double(orbits.pixels)
    // The corners of the hexagon around a pixel are at 1/(sqrt(3) N) from its centre.
    let reach = subdivision > 1 ? 1 / (3.0.squareRoot() * n) : 0
    return orbits.representatives.map { pixel in
      let x1 = Double(Int(pixel) / orbits.pixels) / n
      let x2 = Double(Int(pixel) % orbits.pixels) / n
      let gap = Self.gap(x1, x2, to: centres) - radius
      if gap <= -reach { return 1 }
      if gap > reach { return 0 }
      var covered = 0.0
      for point in points
      where Self.gap(x1 + point.x1 / n, x2 + point.x2 / n, to: centres) <= radius {
        covered += point.weight
      }
      return Float(min(covered, 1))
    }
  }

  /// Points x1 a1 + x2 a2 of the finer lattice a/s in the hexagon around a lattice point, with
  /// weights of sum 1: points on its border are shared by two hexagons, corners by three.
  static func hexagon(
    subdivision s: Int
  ) throws -> [(x1: Double, x2: Double, weight: Double)] {
    guard (1...64).contains(s) else { throw GeometryError("subdivision \(s); choose 1 to 64") }
    var points: [(x1: Double, x2: Double, weight: Double)] = []
    for p in -s...s {
      for q in -s...s {
        let reaches = [abs(2 * p + q), abs(p + 2 * q), abs(q - p)]
        guard reaches.allSatisfy({ $0 <= s }) else { continue }
        let share = 1 + reaches.count { $0 == s }
        points.append(
          (Double(p) / Double(s), Double(q) / Double(s), 1 / Double(share * s * s)))
      }
    }
    return points
  }

  /// Distance from a point to the nearest disc centre, over all lattice images, in a.
  private static func gap(
    _ x1: Double, _ x2: Double, to centres: [(x1: Double, x2: Double)]
  ) -> Double {
    var least = Double.infinity
    for centre in centres {
      var (d1, d2) = (x1 - centre.x1, x2 - centre.x2)
      d1 -= d1.rounded()
      d2 -= d2.rounded()
      for m1 in -1...1 {
        for m2 in -1...1 {
          let (e1, e2) = (d1 + Double(m1), d2 + Double(m2))
          least = min(least, e1 * e1 + e1 * e2 + e2 * e2)
        }
      }
    }
    return least.squareRoot()
  }
}

import Glibc

/// The rim of a union of discs that repeat with the lattice, as arcs, and the share of the cell inside.
struct DiscBoundary {
  /// Part of a circle, counter-clockwise: centre and radius in a, Cartesian; angles in radians, from < to.
  struct Arc {
    let x: Double
    let y: Double
    let radius: Double
    let from: Double
    let to: Double

    var isCircle: Bool { to - from >= 2 * Double.pi }
  }

  private struct Circle {
    let x: Double
    let y: Double
    let radius: Double
  }

  /// Radius of a disc that covers the plane together with its images.
  static let coveringRadius = 1 / 3.0.squareRoot()
  /// Centres and radii that differ by less are the same.
  private static let same = 1e-11

  private(set) var arcs: [Arc] = []
  /// Share of the cell that the discs cover, 0 to 1.
  private(set) var covered = 0.0

  init(_ union: DiscUnion) {
    if union.discs.contains(where: { $0.radius >= Self.coveringRadius }) {
      covered = 1
      return
    }
    var circles: [Circle] = []
    for disc in union.discs where disc.radius > 0 {
      let (x1, x2) = (disc.x1 - disc.x1.rounded(), disc.x2 - disc.x2.rounded())
      let circle = Circle(x: x1 + x2 / 2, y: x2 * 3.0.squareRoot() / 2, radius: disc.radius)
      let isKnown = circles.contains { other in
        abs(other.radius - circle.radius) < Self.same
          && Self.images(of: other, near: circle, within: Self.same).count > 0
      }
      if !isKnown { circles.append(circle) }
    }
    var area = 0.0
    for circle in circles {
      let others = circles.flatMap { other in
        Self.images(of: other, near: circle, within: circle.radius + other.radius)
      }.filter { $0.x != circle.x || $0.y != circle.y || $0.radius != circle.radius }
      guard let free = Self.free(circle, others) else { continue }
      for (from, to) in free {
        arcs.append(Arc(x: circle.x, y: circle.y, radius: circle.radius, from: from, to: to))
        area += circle.radius * circle.radius * (to - from) / 2
      }
      area += Self.chords(circle, others)
    }
    covered = min(area / (3.0.squareRoot() / 2), 1)
  }

  /// Images of a circle whose centres are nearer to another's than a distance.
  private static func images(
    of circle: Circle, near other: Circle, within distance: Double
  ) -> [Circle] {
    var found: [Circle] = []
    for m1 in -3...3 {
      for m2 in -3...3 {
        let x = circle.x + Double(m1) + Double(m2) / 2
        let y = circle.y + Double(m2) * 3.0.squareRoot() / 2
        if hypot(x - other.x, y - other.y) < distance {
          found.append(Circle(x: x, y: y, radius: circle.radius))
        }
      }
    }
    return found
  }

  /// The angles of a circle that no other covers; nil when another disc holds all of it.
  private static func free(_ circle: Circle, _ others: [Circle]) -> [(Double, Double)]? {
    let turn = 2 * Double.pi
    var hidden: [(from: Double, to: Double)] = []
    for other in others {
      let (dx, dy) = (other.x - circle.x, other.y - circle.y)
      let d = hypot(dx, dy)
      if d + circle.radius <= other.radius { return nil }
      if d + other.radius <= circle.radius || d >= circle.radius + other.radius { continue }
      let cosine =
        (circle.radius * circle.radius + d * d - other.radius * other.radius)
        / (2 * circle.radius * d)
      let half = acos(max(-1, min(1, cosine)))
      var from = atan2(dy, dx) - half
      from -= (from / turn).rounded(.down) * turn
      hidden.append((from, min(from + 2 * half, turn)))
      if from + 2 * half > turn { hidden.append((0, from + 2 * half - turn)) }
    }
    if hidden.isEmpty { return [(0, turn)] }
    hidden.sort { $0.from < $1.from }
    var free: [(Double, Double)] = []
    var end = 0.0
    for (from, to) in hidden {
      if from > end { free.append((end, from)) }
      end = max(end, to)
    }
    if end < turn { free.append((end, turn)) }
    return free
  }

  /// What the straight sides of a disc's share of the union (the points whose power with respect to it is the least)
  /// add to the share's area: sum over sides of length times distance from the centre, over 2.
  private static func chords(_ circle: Circle, _ others: [Circle]) -> Double {
    var area = 0.0
    for (index, other) in others.enumerated() {
      let (dx, dy) = (other.x - circle.x, other.y - circle.y)
      let d = hypot(dx, dy)
      if d == 0 { continue }
      // The side lies on the line of equal power, at this distance from the centre.
      let r2 = circle.radius * circle.radius
      let distance = (d * d + r2 - other.radius * other.radius) / (2 * d)
      guard distance * distance < r2 else { continue }
      let half = (r2 - distance * distance).squareRoot()
      var (low, high) = (-half, half)
      let (ux, uy) = (dx / d, dy / d)
      for (k, third) in others.enumerated() where k != index {
        let (ex, ey) = (third.x - circle.x, third.y - circle.y)
        // Power with respect to the third is not less: 2 e.p <= |e|^2 + r^2 - r3^2, p = distance u + t v.
        let limit = ex * ex + ey * ey + r2 - third.radius * third.radius
        let slope = 2 * (-ex * uy + ey * ux)
        let rest = limit - 2 * distance * (ex * ux + ey * uy)
        if abs(slope) < 1e-14 {
          if rest < 0 { high = low }
        } else if slope > 0 {
          high = min(high, rest / slope)
        } else {
          low = max(low, rest / slope)
        }
      }
      if high > low { area += distance * (high - low) / 2 }
    }
    return area
  }
}

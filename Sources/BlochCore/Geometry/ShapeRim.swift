import Glibc

/// The rim of a union of shapes that repeat with the lattice, and the share of the cell inside.
///
/// Every curve of every outline is cut where it meets others, images included. A part belongs to the rim when points
/// closely to its left and to its right are not both inside or both outside; of parts that lie on each other one is
/// taken. That holds for shapes that overlap, touch, have sides in common or are joined to their own images.
struct ShapeRim: Sendable {
  /// Part of a curve, from < to.
  struct Part: Sendable {
    let curve: RimCurve
    let from: Double
    let to: Double
    /// 1 where the union lies to the left of the curve, -1 to its right.
    let side: Double

    /// A whole ellipse.
    var isWhole: Bool {
      guard case .ellipse = curve else { return false }
      return to - from >= 2 * Double.pi
    }
  }

  /// Curves nearer to each other lie on each other.
  static let same = 1e-9
  /// Most pairs of curves that are looked at.
  static let maximumPairs = 3_000_000

  private(set) var parts: [Part] = []
  /// Share of the cell that the shapes cover, 0 to 1.
  private(set) var covered = 0.0

  /// Throws where shapes overlap too often, or where the rim found is not closed.
  init(_ union: ShapeUnion) throws {
    let plane = ShapePlane(union)
    let radius = union.lattice.coveringRadius
    if plane.regions.contains(where: { $0.coversAll(radius) }) {
      covered = 1
      return
    }
    let curves = plane.regions.flatMap(\.curves)
    if curves.isEmpty { return }
    let neighbours = CurveNeighbours(curves, union.lattice, margin: 2 * Self.same)
    var pairs = 0
    for (k, curve) in curves.enumerated() {
      let near = neighbours.images(near: k)
      pairs += near.count
      guard pairs <= Self.maximumPairs else {
        throw GeometryError("the shapes overlap too often; use fewer or smaller ones")
      }
      var cuts: [Double] = []
      for other in near {
        cuts += curve.crossings(
          with: curves[other.curve], shifted: other.shift, tolerance: Self.same)
      }
      for (from, to) in Self.intervals(cuts.sorted(), of: curve) {
        guard let (middle, isLeft) = Self.rim(curve, from, to, plane) else { continue }
        let isKnown = near.contains { other in
          (other.curve, other.m1, other.m2) < (k, 0, 0)
            && curves[other.curve].distance(to: middle - other.shift) < Self.same
        }
        if !isKnown {
          parts.append(Part(curve: curve, from: from, to: to, side: isLeft ? 1 : -1))
        }
      }
    }
    try checkClosed()
    covered = RimArea(parts, union.lattice).covered { plane.contains($0) }
  }

  /// A point of a part and whether the union lies to its left; nil where the part has it on both sides, or on none. Where a
  /// curve only touches another one rounding may find no cut, and a point there has both shapes beside it: of three points two
  /// decide.
  private static func rim(
    _ curve: RimCurve, _ from: Double, _ to: Double, _ plane: ShapePlane
  ) -> (point: SIMD2<Double>, isLeft: Bool)? {
    func side(_ share: Double) -> (point: SIMD2<Double>, isLeft: Bool)? {
      let t = from + share * (to - from)
      let (point, along) = (curve.point(t), curve.velocity(t))
      let left = SIMD2(-along.y, along.x) * (same / RimCurve.norm(along))
      let isLeft = plane.contains(point + left)
      return isLeft == plane.contains(point - left) ? nil : (point, isLeft)
    }
    let (first, second) = (side(0.5), side(0.381966))
    return first?.isLeft == second?.isLeft ? second : side(0.707107)
  }

  /// The parts between cuts; of an ellipse also that from the last to the first.
  private static func intervals(
    _ cuts: [Double], of curve: RimCurve
  ) -> [(Double, Double)] {
    var borders = cuts
    switch curve {
    case .segment: borders = [0] + cuts + [1]
    case .ellipse:
      guard let first = cuts.first else { return [(0, curve.end)] }
      borders.append(first + curve.end)
    }
    return zip(borders, borders.dropFirst()).filter { curve.length(from: $0, to: $1) > 1e-12 }
  }

  /// The normals of a closed rim add up to nothing, also where it winds round the torus.
  private func checkClosed() throws {
    var (sum, length) = (SIMD2<Double>.zero, 0.0)
    for part in parts {
      sum += part.side * (part.curve.point(part.to) - part.curve.point(part.from))
      length += part.curve.length(from: part.from, to: part.to)
    }
    guard RimCurve.norm(sum) <= 1e-7 * max(1, length) else {
      throw GeometryError(
        "the outline of the shapes is not closed: some of them almost coincide; move one by 1e-6 a")
    }
  }
}

import Glibc
import WallpaperGroups

/// A shape in the plane, in Cartesian coordinates, moved near the origin: what is inside, and its outline.
struct ShapeRegion: Sendable {
  private enum Kind {
    case ellipse
    case ring
    /// The sides that meet a band of y, for bands of equal height from the lowest corner on.
    case polygon(bands: [[Int]], height: Double)
  }

  /// The outline: one ellipse, two circles, or the sides of a polygon. Empty where nothing is inside.
  let curves: [RimCurve]
  let low: SIMD2<Double>
  let high: SIMD2<Double>
  private let kind: Kind

  init(_ shape: Shape, _ lattice: Lattice) {
    switch shape {
    case .ellipse(let e):
      let turn = e.turn * Double.pi / 180
      let axis = e.isDisc ? SIMD2(1, 0) : SIMD2(cos(turn), sin(turn))
      curves =
        min(e.radius1, e.radius2) > 0
        ? [
          .ellipse(
            centre: Self.place(SIMD2(e.x1, e.x2), lattice), u: e.radius1 * axis,
            v: e.radius2 * SIMD2(-axis.y, axis.x))
        ] : []
      kind = .ellipse
    case .ring(let ring):
      let centre = Self.place(SIMD2(ring.x1, ring.x2), lattice)
      curves = [ring.outer, ring.inner].filter { ring.inner < ring.outer && $0 > 0 }.map {
        .ellipse(centre: centre, u: SIMD2($0, 0), v: SIMD2(0, $0))
      }
      kind = .ring
    case .polygon(let polygon):
      let bounds = polygon.bounds
      let shift = ((bounds.low + bounds.high) / 2).rounded(.toNearestOrEven)
      let corners = polygon.corners.map { lattice.place($0 - shift) }
      var sides: [RimCurve] = []
      for (i, from) in corners.enumerated() {
        let to = corners[(i + 1) % corners.count]
        if from != to { sides.append(.segment(from: from, to: to)) }
      }
      curves = sides
      kind = Self.bands(sides)
    }
    var (low, high) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    for (i, curve) in curves.enumerated() {
      let box = curve.bounds
      low = i == 0 ? box.low : pointwiseMin(low, box.low)
      high = i == 0 ? box.high : pointwiseMax(high, box.high)
    }
    self.low = low
    self.high = high
  }

  /// Whether a point is inside; one on the rim of an ellipse is, one on the side of a polygon may be.
  func contains(_ p: SIMD2<Double>) -> Bool {
    guard !curves.isEmpty, p.x >= low.x, p.y >= low.y, p.x <= high.x, p.y <= high.y else {
      return false
    }
    switch kind {
    case .ellipse: return Self.square(p, curves[0]) <= 1
    case .ring:
      return Self.square(p, curves[0]) <= 1 && (curves.count < 2 || Self.square(p, curves[1]) >= 1)
    case .polygon(let bands, let height):
      let band = min(max(Int((p.y - low.y) / height), 0), bands.count - 1)
      var winding = 0
      for side in bands[band] {
        guard case .segment(let a, let b) = curves[side], (a.y <= p.y) != (b.y <= p.y) else {
          continue
        }
        let left = RimCurve.cross(b - a, p - a)
        if b.y > a.y, left > 0 { winding += 1 }
        if b.y < a.y, left < 0 { winding -= 1 }
      }
      return winding != 0
    }
  }

  /// Whether the shape covers the plane together with its images, by the covering radius of the lattice.
  func coversAll(_ radius: Double) -> Bool {
    guard case .ellipse = kind, case .ellipse(_, let u, let v)? = curves.first else { return false }
    return min(RimCurve.norm(u), RimCurve.norm(v)) >= radius
  }

  /// Square of the distance from an ellipse's centre, its rim at 1.
  private static func square(_ p: SIMD2<Double>, _ curve: RimCurve) -> Double {
    guard case .ellipse(let centre, let u, let v) = curve else { return 2 }
    let q1 = RimCurve.dot(p - centre, u) / RimCurve.dot(u, u)
    let q2 = RimCurve.dot(p - centre, v) / RimCurve.dot(v, v)
    return q1 * q1 + q2 * q2
  }

  private static func bands(_ sides: [RimCurve]) -> Kind {
    let boxes = sides.map(\.bounds)
    let low = boxes.map(\.low.y).min() ?? 0
    let high = boxes.map(\.high.y).max() ?? 0
    let count = max(1, min(sides.count / 2, 1024))
    let height = max((high - low) / Double(count), 1e-300)
    var bands = [[Int]](repeating: [], count: count)
    for (i, box) in boxes.enumerated() {
      // A band more on either side, for what rounding does to a point on a border.
      let first = max(Int((box.low.y - low) / height) - 1, 0)
      let last = min(Int((box.high.y - low) / height) + 1, count - 1)
      for band in first...max(first, last) { bands[band].append(i) }
    }
    return .polygon(bands: bands, height: height)
  }

  /// A centre, moved into the cell about the origin.
  private static func place(_ p: SIMD2<Double>, _ lattice: Lattice) -> SIMD2<Double> {
    lattice.place(p - p.rounded(.toNearestOrAwayFromZero))
  }
}

/// A union of shapes with all its lattice images.
struct ShapePlane: Sendable {
  let regions: [ShapeRegion]

  init(_ shapes: [Shape]) {
    regions = shapes.map(ShapeRegion.init).filter { !$0.curves.isEmpty }
  }

  /// Whether a point, in Cartesian coordinates, lies in one of the shapes or an image.
  func contains(_ p: SIMD2<Double>) -> Bool {
    regions.contains { region in
      var found = false
      Self.shifts(low: p - region.high, high: p - region.low) { shift, _, _ in
        found = found || region.contains(p - shift)
      }
      return found
    }
  }

  /// Calls for every lattice vector m1 a1 + m2 a2 in a box.
  static func shifts(
    low: SIMD2<Double>, high: SIMD2<Double>, _ body: (SIMD2<Double>, Int, Int) -> Void
  ) {
    let height = 3.0.squareRoot() / 2
    let first2 = Int((low.y / height - 1e-9).rounded(.up))
    let last2 = Int((high.y / height + 1e-9).rounded(.down))
    for m2 in stride(from: first2, through: last2, by: 1) {
      let half = Double(m2) / 2
      let first1 = Int((low.x - half - 1e-9).rounded(.up))
      let last1 = Int((high.x - half + 1e-9).rounded(.down))
      for m1 in stride(from: first1, through: last1, by: 1) {
        body(SIMD2(Double(m1) + half, Double(m2) * height), m1, m2)
      }
    }
  }
}

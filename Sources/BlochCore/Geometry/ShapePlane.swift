import WallpaperGroups

/// A union of shapes with all its lattice images.
struct ShapePlane: Sendable {
  let regions: [ShapeRegion]
  let lattice: Lattice

  init(_ union: ShapeUnion) {
    let lattice = union.lattice
    self.lattice = lattice
    regions = union.shapes.map { ShapeRegion($0, lattice) }.filter { !$0.curves.isEmpty }
  }

  /// Whether a point, in Cartesian coordinates, lies in one of the shapes or an image.
  func contains(_ p: SIMD2<Double>) -> Bool {
    regions.contains { region in
      var found = false
      lattice.shifts(low: p - region.high, high: p - region.low) { shift, _, _ in
        found = found || region.contains(p - shift)
      }
      return found
    }
  }
}

extension Lattice {
  /// Calls for every lattice vector m1 a1 + m2 a2 in a Cartesian box.
  func shifts(
    low: SIMD2<Double>, high: SIMD2<Double>, _ body: (SIMD2<Double>, Int, Int) -> Void
  ) {
    let (height, slant) = (ratio * sine, ratio * cosine)
    let first2 = Int((low.y / height - 1e-9).rounded(.up))
    let last2 = Int((high.y / height + 1e-9).rounded(.down))
    for m2 in stride(from: first2, through: last2, by: 1) {
      let side = Double(m2) * slant
      let first1 = Int((low.x - side - 1e-9).rounded(.up))
      let last1 = Int((high.x - side + 1e-9).rounded(.down))
      for m1 in stride(from: first1, through: last1, by: 1) {
        body(SIMD2(Double(m1) + side, Double(m2) * height), m1, m2)
      }
    }
  }
}

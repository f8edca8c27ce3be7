import WallpaperGroups

extension ShapeUnion {
  /// Share of each pixel that the shapes cover, one value per orbit: 0 or 1 by the pixel's centre, or, with `subdivision`
  /// s > 1, the share of s x s points around it, which have the symmetry of the lattice. Throws unless 1 <= s <= 64.
  func coverage(_ orbits: PixelOrbits, subdivision: Int = 1) throws -> [Float] {
    let plane = ShapePlane(self)
    let points =
      subdivision == 1
      ? [(x1: 0, x2: 0, weight: 1)] : try Self.points(lattice, subdivision: subdivision)
    let n = Double(orbits.pixels)
    return orbits.representatives.map { pixel in
      let x1 = Double(Int(pixel) / orbits.pixels)
      let x2 = Double(Int(pixel) % orbits.pixels)
      var covered = 0.0
      for point in points
      where plane.contains(
        lattice.place(SIMD2((x1 + point.x1) / n, (x2 + point.x2) / n)))
      {
        covered += point.weight
      }
      return Float(min(covered, 1))
    }
  }

  /// Points x1 a1 + x2 a2 of the finer lattice a/s, the shortest of their images, with weights of sum 1: equally short
  /// ones share.
  static func points(
    _ lattice: Lattice, subdivision s: Int
  ) throws -> [(x1: Double, x2: Double, weight: Double)] {
    if lattice == .hexagonal { return try HoleRing.hexagon(subdivision: s) }
    guard (1...64).contains(s) else { throw GeometryError("subdivision \(s); choose 1 to 64") }
    let reach = 2 * lattice.coveringRadius
    var points: [(x1: Double, x2: Double, weight: Double)] = []
    for p in 0..<s {
      for q in 0..<s {
        let x = SIMD2(Double(p) / Double(s), Double(q) / Double(s))
        let place = lattice.place(x)
        var images: [(x: SIMD2<Double>, square: Double)] = []
        lattice.shifts(low: -reach - place, high: reach - place) { shift, m1, m2 in
          images.append(
            (x + SIMD2(Double(m1), Double(m2)), RimCurve.dot(place + shift, place + shift)))
        }
        let least = images.map(\.square).min() ?? 0
        let nearest = images.filter { $0.square <= least + Tolerance.rounding }
        for image in nearest {
          points.append((image.x.x, image.x.y, 1 / Double(nearest.count * s * s)))
        }
      }
    }
    return points
  }

  /// The unit cell, symmetric to the last bit; `subdivision` is that of `coverage`. The values inside and outside must be
  /// 0 and 1. Throws when the shapes have no rim, Vmax is not positive and finite, or the shapes lack the orbits' symmetry.
  public func cell(
    _ orbits: PixelOrbits, vMax: Double, subdivision: Int = 1,
    parameters: [(name: String, value: Double)] = []
  ) throws -> UnitCell {
    guard vMax.isFinite, vMax > 0 else {
      throw GeometryError("Vmax is \(vMax); it must be positive and finite")
    }
    guard hasSymmetry(orbits.symmetry) else {
      throw GeometryError("the shapes do not have the symmetry; complete them")
    }
    let covered = try ShapeRim(self).covered
    guard covered > 1e-12, covered < 1 - 1e-12 else {
      throw GeometryError(
        "the shapes cover \(covered < 0.5 ? "nothing" : "the whole cell"), so that the potential is constant"
      )
    }
    let depth = Float(inside - outside)
    let levels = try coverage(orbits, subdivision: subdivision).map { Float(outside) + depth * $0 }
    return UnitCell(
      symmetry: orbits.symmetry, vMax: vMax, pixels: orbits.pixels,
      potential: try orbits.spread(levels), shapes: self, source: "shapes", parameters: parameters)
  }
}

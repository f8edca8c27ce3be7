extension ShapeUnion {
  /// Share of each pixel that the shapes cover, one value per orbit: 0 or 1 by the pixel's centre, or, with `subdivision`
  /// s > 1, the share of s x s points of the hexagon around it. Throws unless 1 <= s <= 64.
  func coverage(_ orbits: PixelOrbits, subdivision: Int = 1) throws -> [Float] {
    let plane = ShapePlane(shapes)
    let points =
      subdivision == 1
      ? [(x1: 0, x2: 0, weight: 1)] : try HoleRing.hexagon(subdivision: subdivision)
    let n = Double(orbits.pixels)
    return orbits.representatives.map { pixel in
      let x1 = Double(Int(pixel) / orbits.pixels)
      let x2 = Double(Int(pixel) % orbits.pixels)
      var covered = 0.0
      for point in points
      where plane.contains(
        ShapeRegion.cartesian(SIMD2((x1 + point.x1) / n, (x2 + point.x2) / n)))
      {
        covered += point.weight
      }
      return Float(min(covered, 1))
    }
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

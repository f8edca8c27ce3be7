import WallpaperGroups

/// A smooth function of the plane, periodic with a lattice, whose zero line is where one material ends and the other
/// begins: positive inside, negative outside.
///
/// It must be twice differentiable near its zero line, and have the symmetry of the group that the mesh is made for.
package protocol LevelSet: Sendable {
  func sample(at place: Place) -> LevelSample
}

/// A position x1 a1 + x2 a2.
package struct Place: Hashable, Sendable {
  package init(_ x1: Double, _ x2: Double) {
    self.x1 = x1
    self.x2 = x2
  }

  package var x1: Double
  package var x2: Double
}

/// A function, its gradient and its second derivatives by Cartesian coordinates in units of |a1|.
package struct LevelSample: Sendable {
  package init(
    value: Double, x: Double = 0, y: Double = 0, xx: Double = 0, xy: Double = 0, yy: Double = 0
  ) {
    self.value = value
    self.x = x
    self.y = y
    self.xx = xx
    self.xy = xy
    self.yy = yy
  }

  package var value: Double
  package var x: Double
  package var y: Double
  package var xx: Double
  package var xy: Double
  package var yy: Double
}

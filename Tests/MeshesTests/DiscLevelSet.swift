import Meshes
import WallpaperGroups

/// A disc in each cell, phi = (r^2 - d^2)/(2 r).
struct DiscLevelSet: LevelSet {
  let radius: Double
  let lattice: Lattice
  var centre = Place(0, 0)

  func sample(at place: Place) -> LevelSample {
    var best: (square: Double, x: Double, y: Double) = (.infinity, 0, 0)
    let (x1, x2) = (place.x1 - centre.x1, place.x2 - centre.x2)
    let (n1, n2) = (x1.rounded(.down), x2.rounded(.down))
    for i in -1...2 {
      for j in -1...2 {
        let (x, y) = lattice.cartesian(
          x1: x1 - n1 - Double(i), x2: x2 - n2 - Double(j))
        if x * x + y * y < best.square { best = (x * x + y * y, x, y) }
      }
    }
    let f = 1 / radius
    return LevelSample(
      value: 0.5 * f * (radius * radius - best.square), x: -f * best.x, y: -f * best.y, xx: -f,
      xy: 0, yy: -f)
  }
}

extension CrystalMesh {
  /// Area inside in units of |a1|^2, exact for the curved triangles.
  var areaInside: Double {
    var area = 0.0
    for t in triangles where t.isInside {
      let x = t.nodes.map { n in
        let p = place(of: n)
        return lattice.cartesian(x1: p.x1, x2: p.x2)
      }
      func cross(_ a: Int, _ b: Int, _ c: Int) -> Double {
        (x[b].x - x[a].x) * (x[c].y - x[a].y) - (x[b].y - x[a].y) * (x[c].x - x[a].x)
      }
      area += 0.5 * cross(0, 1, 2)
      // Under a parabola lie two thirds of chord times height.
      for k in 0..<3 { area -= 2.0 / 3 * cross(k, (k + 1) % 3, 3 + k) }
    }
    return area * Double(group.operations.count)
  }
}

import Meshes
import WallpaperGroups

/// A level set of the hexagonal lattice in coordinates turned by 60 degrees a few times.
struct TurnedLevelSet<Base: LevelSet>: LevelSet {
  let base: Base
  let turns: Int

  func sample(at place: Place) -> LevelSample {
    var place = place
    for _ in 0..<turns { place = Place(-place.x2, place.x1 + place.x2) }
    var sample = base.sample(at: place)
    // Back by as much: (x, y) to (x/2 + s y, y/2 - s x).
    let s = 3.0.squareRoot() / 2
    for _ in 0..<turns {
      let (x, y) = (0.5 * sample.x + s * sample.y, 0.5 * sample.y - s * sample.x)
      let (xx, xy, yy) = (sample.xx, sample.xy, sample.yy)
      sample.x = x
      sample.y = y
      sample.xx = 0.25 * xx + s * xy + 0.75 * yy
      sample.xy = -0.5 * s * xx - 0.5 * xy + 0.5 * s * yy
      sample.yy = 0.75 * xx - s * xy + 0.25 * yy
    }
    return sample
  }
}

extension CrystalMesh {
  /// The same in coordinates turned by 60 degrees a few times, of p2 on the hexagonal lattice.
  func turned(sixths: Int) -> CrystalMesh {
    if sixths == 0 { return self }
    func turned(_ x1: Double, _ x2: Double) -> (Double, Double) {
      (0..<sixths).reduce((x1, x2)) { x, _ in (x.0 + x.1, -x.0) }
    }
    return CrystalMesh(
      group: group, lattice: lattice,
      representatives: representatives.map {
        let (x1, x2) = turned($0.x1, $0.x2)
        return Place(x1, x2)
      },
      triangles: triangles.map { triangle in
        var copy = triangle
        copy.nodes = triangle.nodes.map { node in
          let (n1, n2) = turned(Double(node.n1), Double(node.n2))
          return Node(
            orbit: Int(node.orbit), operation: Int(node.operation), n1: Int(n1), n2: Int(n2))
        }
        return copy
      })
  }
}

import Meshes
import WallpaperGroups

/// Points on the edges of a mesh's interface, with their distances from the zero line of the level set.
struct InterfacePoints: Sendable {
  /// A point on an edge, seen from one of its triangles.
  struct Point: Sendable {
    var triangle: Int
    var nodes: SIMD8<Int32>
    var sample: EdgeSample
    /// h ds, h along the normal out of the inside.
    var weight: Double
  }

  let points: [Point]
  /// Points where the zero line is too far away, or runs in another direction.
  let skipped: Int

  /// - Parameter left: the side that is left out, nil for none.
  init(_ domain: ElementDomain, _ levelSet: some LevelSet, leavingOut left: Bool? = nil) {
    let lattice = domain.symmetry.lattice
    var points: [Point] = []
    var skipped = 0
    // Each of the two triangles at an edge has half of it.
    let share = left == nil ? 0.5 : 1
    // [middles of edges]: distances at the points of the first triangle that has the edge.
    var known: [Int32: [Double?]] = [:]
    for triangle in 0..<domain.triangleCount where !domain.interfaceEdges[triangle].isEmpty {
      let own = domain.triangles[6 * triangle..<6 * triangle + 6]
      var nodes = SIMD8<Int32>.zero
      var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for (i, node) in own.enumerated() {
        nodes[i] = node
        x[i] = domain.x[Int(node)]
        y[i] = domain.y[Int(node)]
      }
      let outward: Double = domain.isInside[triangle] ? 1 : -1
      for edge in domain.interfaceEdges[triangle] {
        let (i, j) = (edge, (edge + 1) % 3)
        let (dx, dy) = (x[j] - x[i], y[j] - y[i])
        let length = (dx * dx + dy * dy).squareRoot()
        let samples = Self.gauss.map { EdgeSample(edge, $0.0, x, y, outward: outward) }
        let distances: [Double?]
        if let found = known[nodes[edge + 3]] {
          distances = found.reversed()
        } else {
          distances = samples.map {
            Self.distance($0, largest: 0.06 * length, levelSet, lattice)
          }
          known[nodes[edge + 3]] = distances
        }
        for (at, h) in distances.enumerated() {
          guard let h else {
            skipped += 1
            continue
          }
          points.append(
            Point(
              triangle: triangle, nodes: nodes, sample: samples[at],
              weight: share * Self.gauss[at].1 * samples[at].speed * h))
        }
      }
    }
    self.points = points
    self.skipped = skipped
  }

  /// Positions and weights on 0...1.
  private static let gauss = GaussRule.legendre(4).map { (0.5 + 0.5 * $0.node, 0.5 * $0.weight) }

  /// How far along the normal the zero line lies from a point; nil where that is not near and square to it.
  private static func distance(
    _ point: EdgeSample, largest: Double, _ levelSet: some LevelSet, _ lattice: Lattice
  ) -> Double? {
    var h = 0.0
    for _ in 0..<4 {
      let sample = levelSet.sample(
        at: lattice.place(x: point.x + h * point.normalX, y: point.y + h * point.normalY))
      let size = (sample.x * sample.x + sample.y * sample.y).squareRoot()
      let slope = sample.x * point.normalX + sample.y * point.normalY
      guard -slope > 0.8 * size else { return nil }
      let step = sample.value / slope
      h -= step
      guard abs(h) < largest else { return nil }
      // The next step would be about its square over the radius of curvature.
      if abs(step) < 1e-3 * largest { break }
    }
    return h
  }
}

/// What the levels of a block rise by where the interface of a mesh moves to the zero line of the level set.
protocol InterfaceShift: Sendable {
  /// - Parameters:
  ///   - field: [rows][rows of a node][groups], normalised.
  ///   - levels: [groups]
  ///   - rows: copies times parts.
  /// - Returns: [groups] of eight.
  func rise(_ field: LaneField, levels: [FieldLane], rows: Int, groups: Int) -> [FieldLane]
}

extension Lattice {
  /// The place with Cartesian coordinates in |a1|.
  func place(x: Double, y: Double) -> Place {
    let x2 = y / (ratio * sine)
    return Place(x - ratio * cosine * x2, x2)
  }
}

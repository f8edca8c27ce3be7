import Meshes
import WallpaperGroups

/// What levels change by when the interface of a mesh, pieces of parabolas, moves to the zero line of the level set, to
/// first order in the distance h along the normal out of the inside (a, b and v there less those outside in brackets):
///
///     integral of h ([a] |d_t u|^2 - [1/a] |a d_n u|^2 + ([v] - lambda [b]) |u|^2) ds.
///
/// Where one side is left out, what is left of it is the other side's part: without flux, or without field.
struct ShiftCorrection: Sendable {
  /// Points on edges, seen from one of their triangles, with h ds.
  private let points: [(point: FieldPoint, weight: Double)]
  private let factors: FieldPoint.Factors
  /// Points where the zero line is too far away, or runs in another direction.
  let skipped: Int

  /// - Parameters:
  ///   - left: the side that is left out, nil for none.
  ///   - isSoft: whether the field vanishes there.
  init(
    _ elements: CrystalElements, _ levelSet: some LevelSet, leavingOut left: Bool? = nil,
    isSoft: Bool = false
  ) {
    let jumps = ContourJumps(
      elements.inside, elements.outside, leavingOut: left, isSoft: isSoft)
    factors = .init(tangential: jumps.tangential, flux: jumps.flux, v: jumps.v, b: jumps.b)
    let domain = elements.domain
    let lattice = domain.symmetry.lattice
    var points: [(point: FieldPoint, weight: Double)] = []
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
      let a = elements.medium(triangle).a
      for edge in domain.interfaceEdges[triangle] {
        let (i, j) = (edge, (edge + 1) % 3)
        let (dx, dy) = (x[j] - x[i], y[j] - y[i])
        let length = (dx * dx + dy * dy).squareRoot()
        var samples = Self.gauss.map { EdgeSample(edge, $0.0, x, y, outward: outward) }
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
          samples[at].flux *= a
          points.append(
            (
              FieldPoint(
                nodes: nodes, value: samples[at].value, tangential: samples[at].tangential,
                flux: samples[at].flux), share * Self.gauss[at].1 * samples[at].speed * h
            ))
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

  /// By how much the levels of a block rise: [groups] of eight.
  /// - Parameters:
  ///   - field: [nodes][rows][groups], normalised.
  ///   - levels: [groups]
  func rise(_ field: LaneField, levels: [FieldLane], rows: Int, groups: Int) -> [FieldLane] {
    var rise = [FieldLane](repeating: .zero, count: groups)
    let width = rows * groups
    for (point, weight) in points {
      for lane in 0..<width {
        let group = lane % groups
        rise[group] +=
          weight
          * point.density(field, width: width, lane: lane, level: levels[group], factors)
      }
    }
    return rise
  }
}

extension Lattice {
  /// The place with Cartesian coordinates in |a1|.
  func place(x: Double, y: Double) -> Place {
    let x2 = y / (ratio * sine)
    return Place(x - ratio * cosine * x2, x2)
  }
}

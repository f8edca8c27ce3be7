/// The complete gap above a band: from its top to the bottom of the next one, each anywhere in the zone.
public struct BandEdges: Sendable, Equatable {
  /// Highest energy of the lower band, in the model's unit, and where it is.
  public var top: Double
  public var topPoint: KPoint
  /// Lowest energy of the upper band, and where.
  public var bottom: Double
  public var bottomPoint: KPoint

  /// Negative where the bands overlap.
  public var gap: Double { bottom - top }

  public init(top: Double, topPoint: KPoint, bottom: Double, bottomPoint: KPoint) {
    self.top = top
    self.topPoint = topPoint
    self.bottom = bottom
    self.bottomPoint = bottomPoint
  }
}

/// Finds tops and bottoms of bands from the energies on meshes of the zone's pieces: those at special points are
/// stationary by symmetry and known; others begin where a corner of a mesh is beyond its neighbours, or beside a stationary
/// point that is none in all directions, and are followed to their ends.
struct BandEdgeSearch {
  private let zone: ZoneCover
  /// The group's special points.
  private let corners: [SpecialPointBands]
  /// [special points]: where each is first met.
  private let places: [(sheet: Int, k: KPoint)]
  private let quantity: BandQuantity

  init(_ zone: ZoneCover, corners: [SpecialPointBands], quantity: BandQuantity = .energy) {
    self.zone = zone
    self.corners = corners
    self.quantity = quantity
    places = corners.indices.map { point in
      for (sheet, own) in zone.sheets.enumerated() {
        if let place = own.places.first(where: { $0.point == point }) { return (sheet, place.k) }
      }
      return (0, corners[point].k)
    }
  }

  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps.
  ///   - meshes: [sheets]
  /// - Returns: [cuts]
  @inline(__always)
  func search<States: ZoneStates>(_ cuts: [Int], _ meshes: inout [ZoneMesh<States>]) -> [BandEdges]
  {
    let best = lowest(
      cuts.flatMap { [BandEdge.Key(band: $0, sign: -1), BandEdge.Key(band: $0 + 1, sign: 1)] },
      &meshes)
    return cuts.map { cut in
      let (top, bottom) = (
        best[.init(band: cut, sign: -1)]!, best[.init(band: cut + 1, sign: 1)]!
      )
      return BandEdges(
        top: -top.value, topPoint: top.k, bottom: bottom.value, bottomPoint: bottom.k)
    }
  }

  /// The lowest value of the quantity, times the sign, of each key.
  @inline(__always)
  func lowest<States: ZoneStates>(
    _ keys: [BandEdge.Key], _ meshes: inout [ZoneMesh<States>]
  ) -> [BandEdge.Key: (value: Double, k: KPoint)] {
    var best: [BandEdge.Key: (value: Double, k: KPoint)] = [:]
    var edges: [BandEdge] = []
    let neighbours = meshes.map(\.neighbours)
    let special = meshes.indices.map { sheet in
      Set(zone.sheets[sheet].places.compactMap { meshes[sheet].point(at: $0.k) }.map(Int.init))
    }
    for key in keys {
      for (corner, place) in zip(corners, places) {
        keep(
          &best, key, key.sign * quantity.value(corner.energies, band: key.band),
          zone.crystal(place.k, sheet: place.sheet))
      }
      for sheet in meshes.indices {
        edges += starts(
          key, sheet, meshes[sheet], neighbours[sheet], special[sheet],
          best[key]?.value ?? .infinity)
      }
    }
    let known = best.mapValues(\.value)
    for sheet in meshes.indices {
      edges += meshes[sheet].withStates { saddles(keys, sheet, known, &$0) }
    }
    var least = known
    follow(&edges, &meshes, least: &least)
    let margin = Self.margin(meshes[0].states.isPeriodic)
    for edge in edges where edge.value < (known[edge.key] ?? .infinity) - margin {
      let place = zone.reported(edge.k, sheet: edge.sheet)
      keep(&best, edge.key, edge.value, zone.crystal(place.k, sheet: place.sheet))
    }
    return best
  }

  /// To their ends, from sheet to sheet.
  private func follow<States: ZoneStates>(
    _ edges: inout [BandEdge], _ meshes: inout [ZoneMesh<States>],
    least: inout [BandEdge.Key: Double]
  ) {
    var first = 0
    for _ in 0..<6 {
      let end = edges.count
      for sheet in meshes.indices {
        let chosen = (first..<end).filter { edges[$0].sheet == sheet }
        if chosen.isEmpty { continue }
        meshes[sheet].withStates {
          BandEdge.follow(&edges, chosen, &$0, in: zone, quantity: quantity, least: &least)
        }
      }
      for edge in edges[first..<end] {
        guard let departure = edge.departure else { continue }
        let start = BandEdge(
          band: edge.band, sign: edge.sign, sheet: departure.sheet, k: departure.k,
          value: .infinity, bend: 1, reach: Self.offset)
        edges.append(start)
      }
      if edges.count == end { return }
      first = end
    }
  }

  private func keep(
    _ best: inout [BandEdge.Key: (value: Double, k: KPoint)], _ key: BandEdge.Key,
    _ value: Double, _ k: KPoint
  ) {
    if value < best[key]?.value ?? .infinity { best[key] = (value, k) }
  }

  /// |k| beside a stationary point where its curvature is measured, 1/a: a hundredth of |K|.
  private static var offset: Double { 0.04 }
  /// Stationary points higher than the lowest one by more do not count.
  private static var near: Double { 1e-5 }
  /// What a place elsewhere must be better than the special points by: models that hold in a piece alone are not quite
  /// stationary there.
  private static func margin(_ isPeriodic: Bool) -> Double { isPeriodic ? 1e-10 : 1e-6 }

  /// Starts beside the lowest of the special points where the bands bend the other way in one direction, between the
  /// corners of the mesh.
  private func saddles<States: ZoneStates>(
    _ keys: [BandEdge.Key], _ sheet: Int, _ best: [BandEdge.Key: Double], _ states: inout States
  ) -> [BandEdge] {
    let sides = zone.sheets[sheet].domain.lengths
    let offset = min(Self.offset, 0.01 * min(sides.x, sides.y))
    let lattice = zone.metric.lattice
    var found: [(key: BandEdge.Key, place: KPoint, value: Double)] = []
    for key in keys {
      for (corner, place) in zip(corners, places) where place.sheet == sheet {
        let value = key.sign * quantity.value(corner.energies, band: key.band)
        if value < best[key]! + Self.near { found.append((key, place.k, value)) }
      }
    }
    let axes = [SIMD2(offset, 0), SIMD2(0, offset)]
    let slopes = quantity.slopes(
      &states, at: found.flatMap { start in axes.map { start.place.moved(by: $0, on: lattice) } },
      bands: found.flatMap { [$0.key.band, $0.key.band] }, tolerance: 1e-11)
    return found.enumerated().compactMap { at, start in
      let (x, y) = (
        start.key.sign / offset * slopes[2 * at].slope,
        start.key.sign / offset * slopes[2 * at + 1].slope
      )
      let bend = Symmetric2(xx: x.x, xy: 0.5 * (x.y + y.x), yy: y.y).lowest
      // What is flat but for rounding has no direction.
      guard bend.value * offset * offset < -1e-9 else { return nil }
      return BandEdge(
        band: start.key.band, sign: start.key.sign, sheet: sheet,
        k: start.place.moved(by: offset * bend.direction, on: lattice), value: start.value,
        bend: -bend.value, reach: 5 * offset)
    }
  }

  /// Corners of triangles that are below all neighbours, and may end below `best` as far as these tell.
  private func starts<States: ZoneStates>(
    _ key: BandEdge.Key, _ sheet: Int, _ mesh: ZoneMesh<States>, _ neighbours: [[Int32]],
    _ special: Set<Int>, _ best: Double
  ) -> [BandEdge] {
    mesh.positions.indices.compactMap { at in
      let value = key.sign * quantity.value(mesh, Int32(at), band: key.band)
      let rises = neighbours[at].map { key.sign * quantity.value(mesh, $0, band: key.band) - value }
      guard rises.count > 1, let highest = rises.max(),
        rises.allSatisfy({ $0 >= 0 }), value - 0.5 * highest < best, !special.contains(at)
      else { return nil }
      let here = mesh.position(of: Int32(at))
      return BandEdge(
        band: key.band, sign: key.sign, sheet: sheet, k: mesh.wave(here), value: value,
        rises: zip(neighbours[at], rises).map { other, rise in
          let (from, to) = (
            zone.metric.cartesian(mesh.wave(here)),
            zone.metric.cartesian(mesh.wave(mesh.position(of: other)))
          )
          return (SIMD2(to.x - from.x, to.y - from.y), rise)
        })
    }
  }
}

import Glibc

/// The search of `NodeSearch` and `GapSearch`, for real and complex states.
struct CutSearch<States: ZoneStates> {
  /// Halvings towards a pinned node, whose innermost triangles are left out.
  static var pinnedDepth: Int { 4 }
  /// The same towards a line of pairs.
  static var lineDepth: Int { 3 }
  /// Rounds of cutting up triangles that the nodes found do not explain.
  static var rounds: Int { 9 }
  /// More triangles than this in a mesh are a band that is flat or touches along lines.
  static var largestMesh: Int { 20_000 }
  /// Berry flux of complex states that tells of a small gap in a triangle.
  static var largestFlux: Double { 0.5 }

  typealias Mesh = ZoneMesh<States>

  let zone: ZoneCover
  /// The group's special points.
  let corners: [SpecialPointBands]
  /// A gap below this is a node, in the model's unit.
  let precision: Double
  /// The same of bands of opposite parity on a mirror line.
  let crossingPrecision: Double
  let isPeriodic: Bool
  /// Whether energies are squares of frequencies.
  var hasFrequencies = false

  /// - Parameter states: makes those of a sheet, so many at each wave vector.
  @inline(__always)
  func search(
    _ cuts: [Int], _ divisions: Int, states: (_ sheet: Int, _ count: Int) -> States
  ) -> [CutNodes] {
    var results: [Int: CutNodes] = [:]
    var open = cuts
    var evaluations = 0
    var size = divisions
    while !open.isEmpty && size <= 4 * divisions {
      let count = (open.max() ?? 0) + 1
      var meshes = zone.sheets.indices.map { sheet in
        Mesh(
          states(sheet, count), domain: zone.sheets[sheet].domain, divisions: size,
          paired: zone.sheets[sheet].paired)
      }
      for found in explore(&meshes, cuts: open) { results[found.cut] = found }
      evaluations += meshes.reduce(0) { $0 + $1.states.solved }
      open = open.filter { results[$0]!.verdict == .unresolved }
      size *= 2
    }
    return cuts.map {
      var result = results[$0]!
      result.evaluations = evaluations
      return result
    }
  }

  /// What is left out of the search for a cut in one sheet.
  struct Fixed {
    /// Corners of triangles at special points.
    var points: [Int32] = []
    /// Whether those on lines of pairs are left out too.
    var hasLines = false

    func holds(_ p: Int32, _ mesh: Mesh) -> Bool {
      points.contains(p) || (hasLines && mesh.isPaired[Int(p)])
    }
  }

  /// A node, and where in the sheets it was found.
  struct Found {
    var sheet: Int
    var k: KPoint
    /// Mirror side of the sheet on which it lies.
    var side: Int?
    var node: CutNodes.Node
  }

  @inline(__always)
  private func explore(_ meshes: inout [Mesh], cuts: [Int]) -> [CutNodes] {
    let known = cuts.map { FixedNodes($0, corners, zone, precision: precision) }
    // [cuts][sheets]
    let fixed = known.map { known in meshes.indices.map { self.fixed(known, $0, meshes[$0]) } }
    for sheet in meshes.indices { cutPinned(&meshes[sheet], fixed.map { $0[sheet] }) }
    var minima: [GapMinimum] = []
    for (cut, fixed) in zip(cuts, fixed) {
      for (sheet, mesh) in meshes.enumerated() {
        let radius = spacing(mesh)
        minima += starts(mesh, cut, fixed[sheet]).map {
          start($0.place, cut, radius, sheet, mesh, isKept: $0.isSwap)
        }
      }
    }
    follow(&minima, 0, &meshes)
    var results = zip(cuts, known).map { summary($0, $1, minima, &meshes) }
    for round in 1...Self.rounds {
      var doubtful = meshes.map { _ in Set<Int>() }
      var added: [GapMinimum] = []
      for i in cuts.indices {
        var isExplained = true
        for (sheet, mesh) in meshes.enumerated() {
          let own = unexplained(mesh, sheet, cuts[i], fixed[i][sheet], results[i], minima)
          // Complex states: to be looked at more closely, while there is anything to gain.
          if States.isReal || round < Self.rounds { isExplained = isExplained && own.isEmpty }
          doubtful[sheet].formUnion(own)
        }
        results[i].cut.verdict = isExplained ? verdict(results[i], known[i]) : .unresolved
      }
      let divisible = meshes.indices.map { sheet in
        doubtful[sheet].filter { meshes[sheet].triangles[$0].depth < Mesh.depth }.sorted()
      }
      if divisible.allSatisfy(\.isEmpty) || round == Self.rounds
        || meshes.contains(where: { $0.triangles.count > Self.largestMesh })
      {
        break
      }
      for sheet in meshes.indices {
        let before = meshes[sheet].triangles.count
        meshes[sheet].cut(divisible[sheet])
        let mesh = meshes[sheet]
        for at in before..<mesh.triangles.count {
          let t = mesh.triangles[at]
          let reach = spacing(mesh) / Double(1 << t.depth)
          for (i, cut) in cuts.enumerated()
          where results[i].cut.verdict == .unresolved && isSuspect(mesh, t, cut)
            && !isPinned(t, fixed[i][sheet], mesh)
            && !results[i].nodes.contains(where: {
              $0.sheet == sheet && holds(t, $0.k, mesh) != .outside
            })
          {
            added.append(start(mesh.centre(t), cut, reach, sheet, mesh))
          }
        }
      }
      let first = minima.count
      minima += added
      follow(&minima, first, &meshes)
      for (i, cut) in cuts.enumerated() where results[i].cut.verdict == .unresolved {
        results[i] = summary(cut, known[i], minima, &meshes)
      }
    }
    addEdges(&results, &meshes)
    return results.map(\.cut)
  }

  /// Follows the minima from `first` on, from sheet to sheet.
  @inline(__always)
  private func follow(_ minima: inout [GapMinimum], _ first: Int, _ meshes: inout [Mesh]) {
    var first = first
    for _ in 0..<6 {
      let end = minima.count
      for sheet in meshes.indices {
        let chosen = (first..<end).filter { minima[$0].sheet == sheet }
        if chosen.isEmpty { continue }
        meshes[sheet].withStates {
          GapMinimum.follow(
            &minima, chosen, &$0, in: zone, precision: precision,
            crossingPrecision: States.isReal ? 0 : crossingPrecision)
        }
      }
      for minimum in minima[first..<end] {
        guard let departure = minimum.departure else { continue }
        minima.append(
          GapMinimum(
            start: departure.k, sheet: departure.sheet, cut: minimum.cut,
            radius: spacing(meshes[departure.sheet])))
      }
      if minima.count == end { return }
      first = end
    }
  }

  /// The complete gaps of cuts that are gapped.
  @inline(__always)
  private func addEdges(_ results: inout [Summary], _ meshes: inout [Mesh]) {
    let gapped = results.indices.filter { results[$0].cut.verdict == .gapped }
    if gapped.isEmpty { return }
    let search = BandEdgeSearch(zone, corners: corners)
    let found = search.search(gapped.map { results[$0].cut.cut }, &meshes)
    for (at, edges) in zip(gapped, found) { results[at].cut.edges = edges }
    guard hasFrequencies else { return }
    let gaps = BandEdgeSearch(zone, corners: corners, quantity: .frequencyGap)
      .lowest(gapped.map { .init(band: results[$0].cut.cut, sign: 1) }, &meshes)
    for at in gapped {
      results[at].cut.frequencyGap = gaps[.init(band: results[at].cut.cut, sign: 1)].map {
        FrequencyGap(gap: $0.value, k: $0.k)
      }
    }
  }

  /// Nodes or gapped, or unresolved where the C2 theorem or the parities along mirror lines say otherwise.
  private func verdict(_ found: Summary, _ known: FixedNodes) -> CutNodes.Verdict {
    if let expected = known.parity, expected != found.nodes.count % 2 { return .unresolved }
    for (sheet, sides) in known.crossings.enumerated() {
      for (side, least) in sides.enumerated() {
        let own = found.nodes.count { $0.sheet == sheet && $0.side == side }
        if let least, own < least || (own - least) % 2 != 0 { return .unresolved }
      }
    }
    let isGapped =
      found.nodes.isEmpty && known.pinned.isEmpty && known.touching.isEmpty && !known.splitsLines
    return isGapped ? .gapped : .nodes
  }

  /// Length of a first triangle's edge, 1/a.
  func spacing(_ mesh: Mesh) -> Double {
    if zone.symmetry == .c6 { return 4 * Double.pi / 3 / Double(mesh.divisions.x) }
    let sides = mesh.domain.lengths
    return max(sides.x / Double(mesh.divisions.x), sides.y / Double(mesh.divisions.y))
  }

  private func start(
    _ p: SIMD2<Double>, _ cut: Int, _ radius: Double, _ sheet: Int, _ mesh: Mesh,
    isKept: Bool = false
  ) -> GapMinimum {
    GapMinimum(
      start: zone.start(mesh.wave(p), sheet: sheet), sheet: sheet, cut: cut, radius: radius,
      isKept: isKept)
  }
}

extension CutSearch {
  /// What was found at a cut.
  struct Summary {
    var cut: CutNodes
    /// Those of `cut`, unordered.
    var nodes: [Found]
  }

  /// How far from a pinned node others are counted as part of it, unless the C2 theorem asks for one. Where the symmetry
  /// is not exact close to Gamma, a quadratic touching there may come with nodes beside it.
  private func pinnedError(_ point: Int) -> Double {
    if isPeriodic { return 1e-4 }
    return point == 0 ? 3 * symmetryError : symmetryError
  }

  /// Nodes, each once, and the smallest gap of a cut.
  func summary(
    _ cut: Int, _ known: FixedNodes, _ minima: [GapMinimum], _ meshes: inout [Mesh]
  ) -> Summary {
    let fixed = (known.pinned + known.touching).flatMap { point in
      places(point).map { (point: point, k: $0) }
    }
    var nodes: [Found] = []
    // The farthest of those that are taken for part of a pinned node.
    var swallowed: (distance: Double, found: Found)?
    var gap = Double.infinity
    var place = KPoint.gamma
    for minimum in minima where minimum.cut == cut && minimum.gap < .infinity {
      let (sheet, k) = zone.reported(minimum.k, sheet: minimum.sheet)
      let there = zone.crystal(k, sheet: sheet)
      if minimum.gap < precision || isCrossing(minimum, sheet, k, &meshes[sheet]) {
        if known.splitsLines && isOnLine(k, sheet) { continue }
        // Close to the sides of a piece a node may be seen from both.
        let isSeenTwice =
          zone.sheets[sheet].domain.margin(k) < 2 * ZoneCover.overhang
        let reach = isSeenTwice ? max(1e-5, symmetryError) : 1e-5
        if nodes.contains(where: { zone.distance($0.node.k, there) < reach }) { continue }
        let pin = fixed.first { zone.distance($0.k, there) < pinnedError($0.point) }
        let (own, side) = onSide(k, sheet, cut, &meshes[sheet])
        let crystal = zone.crystal(own, sheet: sheet)
        // What was put on a side may be there already, from elsewhere near it.
        if side != nil, nodes.contains(where: { zone.distance($0.node.k, crystal) < reach }) {
          continue
        }
        let found = Found(
          sheet: sheet, k: own, side: side,
          node: .init(
            k: crystal, star: zone.star(crystal), residual: minimum.gap, opening: minimum.opening))
        if let pin {
          let distance = zone.distance(pin.k, there)
          if distance > max(1e-4, swallowed?.distance ?? 0) { swallowed = (distance, found) }
        } else {
          nodes.append(found)
        }
      } else if minimum.gap < gap {
        (gap, place) = (minimum.gap, there)
      }
    }
    if let swallowed, let parity = known.parity, parity != nodes.count % 2 {
      nodes.append(swallowed.found)
    }
    for (point, corner) in corners.enumerated() where !corner.splitsPair(below: cut) {
      let own = corner.energies[cut] - corner.energies[cut - 1]
      if own < gap, let k = places(point).first { (gap, place) = (own, k) }
    }
    if known.splitsLines, let line = zone.sheets.flatMap(\.paired).first {
      (gap, place) = (0, line.point(0.5))
    }
    if let point = fixed.first { (gap, place) = (0, point.k) }
    if let node = nodes.first { (gap, place) = (0, node.node.k) }
    let sorted = nodes.map(\.node).sorted { ($0.k.x1, $0.k.x2) < ($1.k.x1, $1.k.x2) }
    var lines: [String] = []
    if known.splitsLines {
      for line in zone.sheets.flatMap(\.paired) where !lines.contains(line.label) {
        lines.append(line.label)
      }
    }
    return Summary(
      cut: CutNodes(
        cut: cut, verdict: .unresolved, pinned: known.pinned.map { corners[$0].label },
        touching: known.touching.map { corners[$0].label }, lines: lines, nodes: sorted, gap: gap,
        gapPoint: place, expectedParity: known.parity, evaluations: 0), nodes: nodes)
  }

  /// Where a special point is met in the sheets, in the crystal's coordinates.
  private func places(_ point: Int) -> [KPoint] {
    zone.sheets.indices.flatMap { sheet in
      zone.sheets[sheet].places.filter { $0.point == point }
        .map { zone.crystal($0.k, sheet: sheet) }
    }
  }

  /// Whether a wave vector lies on a line of pairs, as far as models are symmetric.
  private func isOnLine(_ k: KPoint, _ sheet: Int) -> Bool {
    zone.sheets[sheet].paired.contains { $0.project(k, zone.metric).aside < 3 * symmetryError }
  }

  /// A node next to a side that a mirror keeps, put on it. Where bands are flat a model's error moves it farther away: it
  /// counts as on the side if the gap there is within that error.
  private func onSide(
    _ k: KPoint, _ sheet: Int, _ cut: Int, _ mesh: inout Mesh
  ) -> (k: KPoint, side: Int?) {
    var best: (aside: Double, k: KPoint, side: Int)?
    for (index, mirror) in zone.sheets[sheet].mirrors.enumerated() {
      let (along, aside) = mirror.side.project(k, zone.metric)
      guard along > 0, along < 1, aside < (best?.aside ?? .infinity) else { continue }
      best = (aside, mirror.side.point(along), index)
    }
    guard let best else { return (k, nil) }
    if best.aside < symmetryError { return (best.k, best.side) }
    guard !isPeriodic, best.aside < 20 * symmetryError else { return (k, nil) }
    let gap = mesh.withStates {
      $0.crossings(at: [best.k], cuts: [cut], tolerances: [1e-10])[0].gap
    }
    return gap < crossingPrecision ? (best.k, best.side) : (k, nil)
  }

  /// Whether two bands of complex states cross on a side that a mirror keeps, where only the model's error opens a gap:
  /// the states below are others on both sides of the place.
  private func isCrossing(
    _ minimum: GapMinimum, _ sheet: Int, _ k: KPoint, _ mesh: inout Mesh
  ) -> Bool {
    guard !States.isReal, minimum.gap < crossingPrecision else { return false }
    let step = 3e-3
    for mirror in zone.sheets[sheet].mirrors {
      let (along, aside) = mirror.side.project(k, zone.metric)
      guard aside < 5 * symmetryError, along > 0, along < 1 else { continue }
      let ends = [max(along - step, 0), min(along + step, 1)].map(mirror.side.point)
      var table = StateTable<States.Scalar>()
      mesh.withStates { $0.append(ends, to: &table) }
      var overlaps = OverlapDeterminants<States.Scalar>(
        order: mesh.states.order, count: mesh.states.count)
      var found = [States.Scalar](repeating: .zero, count: mesh.states.count)
      let size = mesh.states.count * mesh.states.order
      table.vectors.withUnsafeBufferPointer { vectors in
        found.withUnsafeMutableBufferPointer {
          overlaps.compute(
            vectors.baseAddress!, vectors.baseAddress! + size, into: $0.baseAddress!)
        }
      }
      if found[minimum.cut - 1].squaredMagnitude < 0.1 { return true }
    }
    return false
  }
}

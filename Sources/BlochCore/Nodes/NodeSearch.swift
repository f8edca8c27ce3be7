import Glibc

/// Finds all touching points between neighbouring bands, and the smallest gap where there are none.
///
/// The flux of the lowest n bands through a triangle is the sign of the product of the overlap
/// determinants along its edges (states are real, so Berry phases are 0 or pi): -1 means an odd number of
/// nodes inside. In first order two bands are a vector d in a plane, which rotates and shrinks along an
/// edge; gaps and overlaps at the ends tell how close it comes to 0 in between. Wherever that is less
/// than around, and in every triangle with flux, the gap is followed to its minimum. The nodes found must
/// explain the flux through every triangle, else these are cut up and searched again, and must agree with
/// the C2 theorem, else the whole mesh is refined; what stays in doubt is called unresolved. Gamma, K and M are
/// known beforehand: pairs that a cut splits there, and other bands that coincide, are nodes that need no search.
public struct NodeSearch<Hamiltonian: RealBlochHamiltonian> {
  /// Halvings towards a pinned node, whose innermost triangles are left out.
  private static var pinnedDepth: Int { 4 }
  /// Rounds of cutting up triangles that the nodes found do not explain.
  private static var rounds: Int { 9 }
  /// More triangles than this in a mesh are a band that is flat or touches along lines.
  private static var largestMesh: Int { 20_000 }

  private let hamiltonian: Hamiltonian
  /// Gamma, K, M.
  private let corners: [SpecialPointBands]
  /// A gap below this is a node, in the model's unit.
  private let precision: Double

  /// - Parameters:
  ///   - corners: bands of the same model at Gamma, K and M.
  ///   - precision: gap that counts as none.
  public init(_ hamiltonian: Hamiltonian, corners: [SpecialPointBands], precision: Double = 1e-9)
    throws(TopologyError)
  {
    self.hamiltonian = hamiltonian
    self.precision = precision
    self.corners = try P6.corners(corners)
  }

  @inline(__always)
  private func refinedSearch(_ cuts: [Int], _ divisions: Int) -> [CutNodes] {
    var results: [Int: CutNodes] = [:]
    var open = cuts
    var evaluations = 0
    var size = divisions
    while !open.isEmpty && size <= 4 * divisions {
      let states = BlochStates(hamiltonian, count: (open.max() ?? 0) + 1)
      var mesh = WedgeMesh(states, divisions: size)
      for found in explore(&mesh, cuts: open) { results[found.cut] = found }
      evaluations += mesh.states.solved
      open = open.filter { results[$0]!.verdict == .unresolved }
      size *= 2
    }
    return cuts.map {
      var result = results[$0]!
      result.evaluations = evaluations
      return result
    }
  }

  private typealias Mesh = WedgeMesh<Hamiltonian>

  /// Of the corners.
  private static var places: [KPoint] { [.gamma, .k, .m] }

  /// What the bands at Gamma, K and M say of a cut before any search.
  private struct FixedNodes {
    /// Corners where a pair is split.
    var pinned: [Int] = []
    /// Others where the bands touch.
    var touching: [Int] = []
    /// Number of sextets modulo 2; nil where a pair is split at Gamma, and where it depends on which of the
    /// touching bands counts as the lower one.
    var parity: Int?
    /// In the wedge.
    var places: [KPoint] {
      (pinned + touching).flatMap { $0 == 1 ? [.k, .kPrime] : [NodeSearch.places[$0]] }
    }
  }

  private func fixedNodes(_ cut: Int) -> FixedNodes {
    var result = FixedNodes()
    for (at, corner) in corners.enumerated() {
      if corner.splitsPair(below: cut) {
        result.pinned.append(at)
      } else if corner.energies[cut] - corner.energies[cut - 1] < precision {
        result.touching.append(at)
      }
    }
    if result.touching.isEmpty && !result.pinned.contains(0) {
      // Complete multiplets count; a pair that is cut adds to it.
      let count = corners.reduce(0) { $0 + $1.irreps[0..<cut].count(where: P6.odd.contains) }
      result.parity = (count + result.pinned.count) % 2
    }
    return result
  }

  private func explore(_ mesh: inout Mesh, cuts: [Int]) -> [CutNodes] {
    let spacing = 4 * Double.pi / 3 / Double(mesh.divisions)
    let known = cuts.map(fixedNodes)
    let fixed = known.map { points($0.places, mesh) }
    cutPinned(&mesh, fixed)
    var minima: [GapMinimum] = []
    for (cut, fixed) in zip(cuts, fixed) {
      minima += starts(mesh, cut, fixed).map { start($0, cut, spacing, mesh) }
    }
    mesh.withStates { GapMinimum.follow(&minima, &$0, precision: precision) }
    var results = zip(cuts, known).map { summary($0, $1, minima) }
    for round in 1...Self.rounds {
      var doubtful = Set<Int>()
      var added: [GapMinimum] = []
      for (i, cut) in cuts.enumerated() {
        let own = unexplained(mesh, cut, fixed[i], results[i].nodes)
        results[i].verdict = own.isEmpty ? verdict(results[i]) : .unresolved
        doubtful.formUnion(own)
      }
      let divisible = doubtful.filter { mesh.triangles[$0].depth < Mesh.depth }
      if divisible.isEmpty || round == Self.rounds || mesh.triangles.count > Self.largestMesh {
        break
      }
      let before = mesh.triangles.count
      mesh.cut(divisible.sorted())
      for at in before..<mesh.triangles.count {
        let t = mesh.triangles[at]
        let reach = spacing / Double(1 << t.depth)
        for (i, cut) in cuts.enumerated()
        where results[i].verdict == .unresolved && mesh.isOdd(t, cut: cut)
          && !isPinned(t, fixed[i])
          && !results[i].nodes.contains(where: { holds(t, $0.k, mesh) != .outside })
        {
          added.append(start(mesh.centre(t), cut, reach, mesh))
        }
      }
      mesh.withStates { GapMinimum.follow(&added, &$0, precision: precision) }
      minima += added
      for (i, cut) in cuts.enumerated() where results[i].verdict == .unresolved {
        results[i] = summary(cut, known[i], minima)
      }
    }
    addEdges(&results, &mesh)
    return results
  }

  /// The complete gaps of cuts that are gapped.
  private func addEdges(_ results: inout [CutNodes], _ mesh: inout Mesh) {
    let gapped = results.indices.filter { results[$0].verdict == .gapped }
    if gapped.isEmpty { return }
    let search = BandEdgeSearch(mesh, corners: corners)
    let found = mesh.withStates { search.search(gapped.map { results[$0].cut }, &$0) }
    for (at, edges) in zip(gapped, found) { results[at].edges = edges }
  }

  /// Nodes or gapped, or unresolved where the C2 theorem says otherwise.
  private func verdict(_ found: CutNodes) -> CutNodes.Verdict {
    if let expected = found.expectedParity, expected != found.nodes.count % 2 {
      return .unresolved
    }
    let isGapped = found.nodes.isEmpty && found.pinned.isEmpty && found.touching.isEmpty
    return isGapped ? .gapped : .nodes
  }

  /// The corners of triangles at high-symmetry points.
  private func points(_ places: [KPoint], _ mesh: Mesh) -> [Int32] {
    places.map { place in
      let p = mesh.position(place)
      let position = Mesh.Position(Int32(p.x.rounded()), Int32(p.y.rounded()))
      return Int32(mesh.positions.firstIndex(of: position)!)
    }
  }

  private func isPinned(_ t: Mesh.Triangle, _ fixed: [Int32]) -> Bool {
    fixed.contains { $0 == t.corners.x || $0 == t.corners.y || $0 == t.corners.z }
  }

  /// Makes the triangles at pinned nodes small.
  private func cutPinned(_ mesh: inout Mesh, _ fixed: [[Int32]]) {
    let all = Array(Set(fixed.joined()))
    if all.isEmpty { return }
    var first = 0
    for _ in 0..<Self.pinnedDepth {
      let end = mesh.triangles.count
      mesh.cut((first..<end).filter { isPinned(mesh.triangles[$0], all) })
      first = end
    }
  }

  /// Where minima of the gap are to be expected: corners with less than their neighbours, places within
  /// edges with less than those around, and triangles with flux.
  private func starts(_ mesh: Mesh, _ cut: Int, _ fixed: [Int32]) -> [SIMD2<Double>] {
    let leaves = mesh.leaves
    var found: [SIMD2<Double>] = []
    // Closest approach of d to 0 on each edge, and where: 0...1 from end to end.
    var least = [Double](repeating: .infinity, count: mesh.edges.count)
    var place = [Double](repeating: 0, count: mesh.edges.count)
    var lowest = [Double](repeating: .infinity, count: mesh.positions.count)
    for at in leaves {
      let t = mesh.triangles[at]
      for i in 0..<3 {
        let e = Int(t.edges[i])
        if least[e] < .infinity { continue }
        let ends = mesh.edges[e].ends
        let (a, b) = (mesh.gap(ends.x, cut: cut), mesh.gap(ends.y, cut: cut))
        (least[e], place[e]) = approach(a, b, mesh.determinant(t.edges[i], cut: cut))
        lowest[Int(ends.x)] = min(lowest[Int(ends.x)], least[e], b)
        lowest[Int(ends.y)] = min(lowest[Int(ends.y)], least[e], a)
      }
    }
    // Among the edges that share a triangle.
    var isLeast = [Bool](repeating: true, count: mesh.edges.count)
    for at in leaves {
      let e = mesh.triangles[at].edges
      let all = (0..<3).map { least[Int(e[$0])] }
      let smallest = all.min()!
      for i in 0..<3 where all[i] > smallest { isLeast[Int(e[i])] = false }
    }
    for e in mesh.edges.indices where isLeast[e] && least[e] < .infinity {
      let ends = mesh.edges[e].ends
      if place[e] <= 0 || place[e] >= 1 || fixed.contains(ends.x) || fixed.contains(ends.y) {
        continue
      }
      let (a, b) = (mesh.position(of: ends.x), mesh.position(of: ends.y))
      found.append(a + place[e] * (b - a))
    }
    for p in mesh.positions.indices where !fixed.contains(Int32(p)) && lowest[p] < .infinity {
      if mesh.gap(Int32(p), cut: cut) <= lowest[p] { found.append(mesh.position(of: Int32(p))) }
    }
    for at in leaves where !isPinned(mesh.triangles[at], fixed) {
      if mesh.isOdd(mesh.triangles[at], cut: cut) {
        found.append(mesh.centre(mesh.triangles[at]))
      }
    }
    return found
  }

  /// Smallest length of a + t (b - a), 0 <= t <= 1, for vectors of lengths a and b at an angle phi with
  /// cos(phi/2) = |overlap|, and t.
  private func approach(_ a: Double, _ b: Double, _ overlap: Double) -> (Double, Double) {
    let half = min(1, abs(overlap))
    let cosine = 2 * half * half - 1
    let square = a * a + b * b - 2 * a * b * cosine
    let t = a * (a - b * cosine) / square
    guard t > 0, t < 1 else { return a < b ? (a, 0) : (b, 1) }
    return (a * b * (max(0, 1 - cosine * cosine) / square).squareRoot(), t)
  }

  private func start(
    _ p: SIMD2<Double>, _ cut: Int, _ radius: Double, _ mesh: Mesh
  ) -> GapMinimum {
    GapMinimum(start: mesh.wave(p), cut: cut, radius: radius)
  }

  private enum Place { case inside, border, outside }

  /// How far apart, in |b|, symmetry-related nodes of the model may lie: models that hold in the wedge
  /// alone do not see the symmetry on its border exactly, and move pinned nodes a little.
  private var symmetryError: Double { hamiltonian.isPeriodic ? 1e-6 : 1e-3 }

  /// How far from a pinned node others are counted as part of it. Where the symmetry is not exact close to
  /// Gamma, a quadratic touching there may come with nodes beside it.
  private func pinnedError(_ point: KPoint) -> Double {
    if hamiltonian.isPeriodic { return 1e-4 }
    return point == .gamma ? 3 * symmetryError : symmetryError
  }

  /// Whether a wave vector lies inside a triangle; nodes of cells with mirrors lie on edges.
  private func holds(_ t: Mesh.Triangle, _ k: KPoint, _ mesh: Mesh) -> Place {
    let p = mesh.position(k)
    let corners = (0..<3).map { mesh.position(of: t.corners[$0]) }
    let margin = symmetryError * Double(mesh.scale)
    var least = Double.infinity
    for i in 0..<3 {
      let (a, b, c) = (corners[i], corners[(i + 1) % 3], corners[(i + 2) % 3])
      func side(_ p: SIMD2<Double>) -> Double {
        (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
      }
      let edge = max(abs(b.x - a.x), abs(b.y - a.y))
      least = min(least, side(p) / edge * (side(c) < 0 ? -1 : 1))
    }
    return least > margin ? .inside : least < -margin ? .outside : .border
  }

  /// Triangles whose flux is not that of the nodes inside.
  private func unexplained(
    _ mesh: Mesh, _ cut: Int, _ fixed: [Int32], _ nodes: [CutNodes.Node]
  ) -> [Int] {
    mesh.leaves.filter { at in
      let t = mesh.triangles[at]
      if isPinned(t, fixed) { return false }
      let isOdd = mesh.isOdd(t, cut: cut)
      if nodes.isEmpty { return isOdd }
      var inside = 0
      for node in nodes {
        switch holds(t, node.k, mesh) {
        case .inside: inside += 1
        case .border: return false
        case .outside:
          // The same node close to the other side of the wedge: (u, v) <-> (v, u) there.
          if WedgePlace.margin(node.k) < 2 * symmetryError,
            holds(t, KPoint(node.k.x2, node.k.x1), mesh) != .outside
          {
            return false
          }
        }
      }
      return (inside % 2 == 1) != isOdd
    }
  }

  /// Nodes, each once, and the smallest gap of a cut.
  private func summary(_ cut: Int, _ known: FixedNodes, _ minima: [GapMinimum]) -> CutNodes {
    let fixed = known.places
    var nodes: [CutNodes.Node] = []
    var gap = Double.infinity
    var place = KPoint.gamma
    for minimum in minima where minimum.cut == cut {
      if minimum.gap < precision {
        let k = WedgePlace.folded(minimum.k, symmetry: .c6).k
        // Close to the wedge's sides a node may be seen from both.
        let isSeenTwice = WedgePlace.margin(k) < 2 * GapMinimum.overhang
        let reach = isSeenTwice ? max(1e-5, symmetryError) : 1e-5
        let isKnown =
          fixed.contains { distance($0, k) < pinnedError($0) }
          || nodes.contains { distance($0.k, k) < reach }
        if !isKnown { nodes.append(.init(k: k, residual: minimum.gap, opening: minimum.opening)) }
      } else if minimum.gap < gap {
        (gap, place) = (minimum.gap, WedgePlace.folded(minimum.k, symmetry: .c6).k)
      }
    }
    for (corner, point) in zip(corners, Self.places) where !corner.splitsPair(below: cut) {
      let own = corner.energies[cut] - corner.energies[cut - 1]
      if own < gap { (gap, place) = (own, point) }
    }
    if let point = fixed.first { (gap, place) = (0, point) }
    if let node = nodes.first { (gap, place) = (0, node.k) }
    nodes.sort { ($0.k.x1, $0.k.x2) < ($1.k.x1, $1.k.x2) }
    return CutNodes(
      cut: cut, verdict: .unresolved, pinned: known.pinned.map { corners[$0].label },
      touching: known.touching.map { corners[$0].label }, nodes: nodes, gap: gap, gapPoint: place,
      expectedParity: known.parity, evaluations: 0)
  }

  /// Distance of two wave vectors or their nearest equivalents, in |b|.
  private func distance(_ a: KPoint, _ b: KPoint) -> Double {
    var turned = a
    var least = Double.infinity
    for _ in 0..<6 {
      var (d1, d2) = (turned.x1 - b.x1, turned.x2 - b.x2)
      d1 -= d1.rounded()
      d2 -= d2.rounded()
      least = min(least, (d1 * d1 + d2 * d2 - d1 * d2).squareRoot())
      turned = turned.rotated60
    }
    return least
  }
}

// The two models are compiled here, where the generic code can be specialised.

extension NodeSearch where Hamiltonian == TightBindingHamiltonian {
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of the wedge at first, even.
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
    refinedSearch(cuts, divisions)
  }
}

extension NodeSearch where Hamiltonian == ReducedModel {
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of the wedge at first, even.
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
    refinedSearch(cuts, divisions)
  }
}

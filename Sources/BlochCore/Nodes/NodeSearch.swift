import Glibc

/// Finds all touching points between neighbouring bands, and the smallest gap where there are none.
///
/// The flux of the lowest n bands through a triangle is the sign of the product of the overlap
/// determinants along its edges (states are real, so Berry phases are 0 or pi): -1 means an odd number of
/// nodes inside. Triangles are cut smaller until the determinants are well away from 0. Besides, every
/// local minimum of the gap is followed to its bottom, so that pairs of nodes are not missed. What
/// was found must explain the flux through every triangle and agree with the C2 theorem; else the mesh
/// is refined, and what stays in doubt is called unresolved.
public struct NodeSearch<Hamiltonian: RealBlochHamiltonian> {
  /// Smallest overlap determinant that is taken for its sign. An edge from which a node is seen under an
  /// angle phi has cos(phi/2); around a node one of three edges has 1/2 or less.
  private static var clear: Double { 0.25 }
  /// Halvings towards a pinned node, whose innermost triangles are left out.
  private static var pinnedDepth: Int { 5 }
  private static var largestDepth: Int { 9 }

  private let hamiltonian: Hamiltonian
  private let corners: [[Irrep]]
  private let energies: [[Double]]
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
    var found: [SpecialPointBands] = []
    for (label, _) in P6.points {
      guard let point = corners.first(where: { $0.label == label }) else {
        throw .notP6(missing: label)
      }
      found.append(point)
    }
    self.corners = found.map(\.irreps)
    energies = found.map(\.energies)
  }

  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of the wedge at first, even.
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
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

  private struct Leaf {
    var triangle: Mesh.Triangle
    var isOdd: Bool
    /// Not cleared up at the smallest size.
    var isBlurred: Bool
  }

  /// Labels of the corners that a cut pins, of Gamma and K.
  private func pinned(_ cut: Int) -> [Bool] {
    (0..<2).map { corner in
      let irreps = corners[corner]
      guard irreps[cut - 1].dimension == 2 else { return false }
      let below = irreps[0..<cut].filter { $0 == irreps[cut - 1] }.count
      return below % 2 == 1
    }
  }

  private func expectedParity(_ cut: Int) -> Int? {
    let pins = pinned(cut)
    if pins[0] { return nil }
    let f = corners[0][0..<cut].filter { $0 == .f }.count
    let minus = corners[2][0..<cut].filter { $0 == .minus }.count
    return (f + minus + (pins[1] ? 1 : 0)) % 2
  }

  private func explore(_ mesh: inout Mesh, cuts: [Int]) -> [CutNodes] {
    let base = mesh.basePositions
    mesh.prepare(base)
    var leaves = subdivide(
      mesh.baseTriangles.map { ($0, cuts) }, &mesh)
    var minima: [GapMinimum] = []
    let spacing = 4 * Double.pi / 3 / Double(mesh.divisions)
    for cut in cuts {
      let pins = pinned(cut)
      for p in base {
        if pins[0] && p == mesh.gamma || pins[1] && (p == mesh.k || p == mesh.kPrime) { continue }
        let own = mesh.gap(p, cut: cut)
        if mesh.neighbours(p).allSatisfy({ mesh.gap($0, cut: cut) >= own }) {
          minima.append(start(SIMD2<Double>(p), cut, spacing, mesh))
        }
      }
      for leaf in leaves[cut]! where leaf.isOdd || leaf.isBlurred {
        minima.append(start(centre(leaf.triangle), cut, spacing, mesh))
      }
    }
    mesh.withStates { GapMinimum.follow(&minima, &$0, precision: precision) }
    var results = cuts.map { summary($0, minima, mesh) }
    for (i, cut) in cuts.enumerated() {
      var doubtful = unexplained(leaves[cut]!, results[i].nodes, mesh)
      var round = 0
      while !doubtful.isEmpty && round < 4 {
        // What is not explained is cut up and searched again from every piece.
        var added: [GapMinimum] = []
        var parts: [(Mesh.Triangle, [Int])] = []
        for leaf in doubtful where leaf.triangle.depth < Mesh.depth {
          leaves[cut]!.removeAll { $0.triangle == leaf.triangle }
          for part in leaf.triangle.quarters {
            parts.append((part, [cut]))
            added.append(start(centre(part), cut, 0.5 * spacing, mesh))
          }
        }
        if parts.isEmpty { break }
        leaves[cut]! += subdivide(parts, &mesh)[cut] ?? []
        mesh.withStates { GapMinimum.follow(&added, &$0, precision: precision) }
        minima += added
        results[i] = summary(cut, minima, mesh)
        doubtful = unexplained(leaves[cut]!, results[i].nodes, mesh)
        round += 1
      }
      let agrees =
        results[i].expectedParity.map { $0 == results[i].nodes.count % 2 } ?? true
      if !doubtful.isEmpty || !agrees { results[i].verdict = .unresolved }
    }
    return results
  }

  private func centre(_ t: Mesh.Triangle) -> SIMD2<Double> {
    t.list.reduce(SIMD2<Double>.zero) { $0 + SIMD2<Double>($1) } / 3
  }

  private func start(
    _ p: SIMD2<Double>, _ cut: Int, _ radius: Double, _ mesh: Mesh
  ) -> GapMinimum {
    GapMinimum(start: mesh.wave(p), cut: cut, radius: radius)
  }

  /// Cuts triangles up until every flux is clear.
  private func subdivide(_ triangles: [(Mesh.Triangle, [Int])], _ mesh: inout Mesh) -> [Int: [Leaf]]
  {
    var leaves: [Int: [Leaf]] = [:]
    for (_, cuts) in triangles { for cut in cuts { leaves[cut] = leaves[cut] ?? [] } }
    var active = triangles
    while !active.isEmpty {
      mesh.prepare(active.flatMap { $0.0.list })
      var next: [(Mesh.Triangle, [Int])] = []
      for (triangle, cuts) in active {
        let (a, b, c) = triangle.corners
        let edges = [
          mesh.determinants(a, b), mesh.determinants(b, c), mesh.determinants(c, a),
        ]
        var split: [Int] = []
        for cut in cuts {
          let pins = pinned(cut)
          let list = triangle.list
          if pins[0] && list.contains(mesh.gamma)
            || pins[1] && (list.contains(mesh.k) || list.contains(mesh.kPrime))
          {
            if triangle.depth < Self.pinnedDepth { split.append(cut) }
            continue
          }
          let values = edges.map { $0[cut - 1] }
          // States at a node are any two of the plane they span.
          let isClear =
            values.allSatisfy { abs($0) > Self.clear }
            && list.allSatisfy { mesh.gap($0, cut: cut) > 1e3 * precision }
          if !isClear && triangle.depth < Self.largestDepth {
            split.append(cut)
          } else {
            leaves[cut]!.append(
              Leaf(
                triangle: triangle, isOdd: values.reduce(1, *) < 0, isBlurred: !isClear))
          }
        }
        if !split.isEmpty { next += triangle.quarters.map { ($0, split) } }
      }
      active = next
    }
    return leaves
  }

  /// Leaves whose flux is not that of the nodes inside. A blurred one is explained by a node close by.
  private func unexplained(_ leaves: [Leaf], _ nodes: [CutNodes.Node], _ mesh: Mesh) -> [Leaf] {
    let places = nodes.map { mesh.position($0.k) }
    return leaves.filter { leaf in
      let inside = places.filter { leaf.triangle.contains($0) }.count
      if leaf.isBlurred { return inside == 0 && !isNear(leaf, places) }
      return (inside % 2 == 1) != leaf.isOdd
    }
  }

  private func isNear(_ leaf: Leaf, _ places: [SIMD2<Double>]) -> Bool {
    let middle = centre(leaf.triangle)
    let (a, b, _) = leaf.triangle.corners
    let size = Double(max(abs(a.x - b.x), abs(a.y - b.y)))
    return places.contains { p in
      let d = p - middle
      return max(abs(d.x), abs(d.y)) < 3 * size
    }
  }

  /// Nodes, each once, and the smallest gap of a cut.
  private func summary(_ cut: Int, _ minima: [GapMinimum], _ mesh: Mesh) -> CutNodes {
    let pins = pinned(cut)
    var labels: [String] = []
    var pinnedPoints: [KPoint] = []
    if pins[0] {
      labels.append("Gamma")
      pinnedPoints.append(.gamma)
    }
    if pins[1] {
      labels.append("K")
      pinnedPoints += [.k, .kPrime]
    }
    var nodes: [CutNodes.Node] = []
    var gap = Double.infinity
    var place = KPoint.gamma
    for minimum in minima where minimum.cut == cut {
      if pinnedPoints.contains(where: { distance($0, minimum.k) < 1e-4 }) { continue }
      if minimum.gap < precision {
        if !nodes.contains(where: { distance($0.k, minimum.k) < 1e-5 }) {
          nodes.append(
            .init(k: minimum.k, residual: minimum.gap, opening: minimum.opening))
        }
      } else if minimum.gap < gap {
        (gap, place) = (minimum.gap, minimum.k)
      }
    }
    for (corner, point) in [KPoint.gamma, .k, .m].enumerated() {
      if corner < 2 && pins[corner] { continue }
      let own = energies[corner][cut] - energies[corner][cut - 1]
      if own < gap { (gap, place) = (own, point) }
    }
    if let pin = pinnedPoints.first { (gap, place) = (0, pin) }
    if let node = nodes.first { (gap, place) = (0, node.k) }
    nodes.sort { ($0.k.x1, $0.k.x2) < ($1.k.x1, $1.k.x2) }
    return CutNodes(
      cut: cut, verdict: nodes.isEmpty && labels.isEmpty ? .gapped : .nodes, pinned: labels,
      nodes: nodes, gap: gap, gapPoint: place, expectedParity: expectedParity(cut), evaluations: 0)
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

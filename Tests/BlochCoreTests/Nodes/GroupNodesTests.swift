import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Nodes of lattice models of groups other than p6, by closed forms.
@Suite struct GroupNodesTests {
  private static let skew = Lattice(ratio: 1.2, cosine: 0.28, sine: 0.96)
  private static let rectangle = Lattice.rectangular(ratio: 1.3)

  private static func search(
    _ group: String, _ lattice: Lattice, _ names: (String, String),
    _ d: @escaping @Sendable (Double, Double) -> (Double, Double)
  ) throws -> CutNodes {
    let group = WallpaperGroup.named(group)!
    let symmetry = try #require(CrystalSymmetry(group: group, lattice: lattice))
    let model = RealLatticeModel(order: 2, lattice: lattice) { x1, x2 in
      let (d1, d2) = d(x1, x2)
      return [d1, d2, -d1]
    }
    let corners = OrbitalPair(group: group, names: names).corners {
      let d1 = d($0, $1).0
      return (d1, -d1)
    }
    return try NodeSearch([model], symmetry: symmetry, corners: corners).search(cuts: [1])[0]
  }

  /// s and p_x at the origin: d = (m - cos X - cos Y, sin X (1 + 0.3 cos Y)) is nothing at X = 0, cos Y = m - 1 alone. The
  /// mirror x -> -x keeps the place: one star of two in pmm, and in p2 on any lattice.
  @Test(arguments: [0.3, 0.7, 1.4])
  func onePairOfNodes(_ m: Double) throws {
    let d: @Sendable (Double, Double) -> (Double, Double) = { x1, x2 in
      let (x, y) = (2 * Double.pi * x1, 2 * Double.pi * x2)
      return (m - cos(x) - cos(y), sin(x) * (1 + 0.3 * cos(y)))
    }
    let place = acos(m - 1) / (2 * Double.pi)
    for (group, lattice, names) in [
      ("pmm", Self.rectangle, ("1a A1", "1a B1")), ("p2", Self.rectangle, ("1a A", "1a B")),
      ("p2", Self.skew, ("1a A", "1a B")),
    ] {
      let found = try Self.search(group, lattice, names, d)
      #expect(found.verdict == .nodes && found.pinned.isEmpty && found.touching.isEmpty)
      try #require(found.nodes.count == 1, "\(group)")
      let node = found.nodes[0]
      #expect(node.star == 2 && node.residual < 1e-9 && found.freeNodes == 2)
      #expect(abs(node.k.x1) < 1e-7 && abs(abs(node.k.x2) - place) < 1e-7)
      #expect(found.expectedParity == (group == "p2" ? 1 : nil))
    }
  }

  /// The same with m > 2: no node, and the smallest gap 2 (m - 2) at Gamma.
  @Test func aGapWhereNothingIsInverted() throws {
    for (group, lattice, names) in [
      ("pmm", Self.rectangle, ("1a A1", "1a B1")), ("p2", Self.skew, ("1a A", "1a B")),
    ] {
      let found = try Self.search(group, lattice, names) { x1, x2 in
        let (x, y) = (2 * Double.pi * x1, 2 * Double.pi * x2)
        return (2.4 - cos(x) - cos(y), sin(x))
      }
      #expect(found.verdict == .gapped && abs(found.gap - 0.8) < 1e-9 && found.gapPoint == .gamma)
      let edges = try #require(found.edges)
      #expect(abs(edges.gap - 0.8) < 1e-9)
      #expect(found.expectedParity == (group == "p2" ? 0 : nil))
    }
  }

  /// s and d(x2-y2), with d_xy mixed in by `turn`: four nodes at d = 0. Without it they lie on the diagonals, where
  /// cos X = cos Y = c with m - 2 c + 0.2 c^2 = 0.
  @Test(arguments: [0.0, 0.6])
  func fourNodesOfTheSquare(_ turn: Double) throws {
    let m = 0.3
    let d: @Sendable (Double, Double) -> (Double, Double) = { x1, x2 in
      let (x, y) = (2 * Double.pi * x1, 2 * Double.pi * x2)
      return (
        m - cos(x) - cos(y) + 0.2 * cos(x) * cos(y),
        cos(x) - cos(y) + turn * sin(x) * sin(y)
      )
    }
    let place = acos((2 - (4 - 0.8 * m).squareRoot()) / 0.4) / (2 * Double.pi)
    var groups = [
      ("p4", Lattice.square, ("1a A", "1a B"), 4), ("p2", .square, ("1a A", "1a A"), 2),
      ("p2", Self.skew, ("1a A", "1a A"), 2),
    ]
    if turn == 0 {
      groups += [
        ("p4m", .square, ("1a A1", "1a B1"), 4), ("pmm", .square, ("1a A1", "1a A1"), 4),
        ("pmm", Self.rectangle, ("1a A1", "1a A1"), 4),
      ]
    }
    for (group, lattice, names, star) in groups {
      let found = try Self.search(group, lattice, names, d)
      #expect(found.verdict == .nodes && found.freeNodes == 4, "\(group)")
      #expect(found.nodes.count == 4 / star && found.nodes.allSatisfy { $0.star == star })
      for node in found.nodes {
        let (d1, d2) = d(node.k.x1, node.k.x2)
        #expect(abs(d1) < 1e-8 && abs(d2) < 1e-8)
        if turn == 0 {
          #expect(abs(abs(node.k.x1) - place) < 1e-7 && abs(abs(node.k.x2) - place) < 1e-7)
        }
      }
      if group == "p4" { #expect(found.expectedParity == 1) }
      if group == "p2" { #expect(found.expectedParity == 0) }
    }
  }

  /// Sites at corners and in the middles of edges: three bands meet at M; where the corner sites are raised by e the flat
  /// band touches the lower one there, and a gap e is left above.
  @Test(arguments: [0.0, 0.5])
  func liebLattice(_ e: Double) throws {
    let group = WallpaperGroup.named("p4m")!
    let model = RealLatticeModel(order: 3, lattice: .square) { x1, x2 in
      [e, 2 * cos(Double.pi * x1), 0, 2 * cos(Double.pi * x2), 0, 0]
    }
    func irrep(_ symbol: String, _ point: Int) -> BlochCore.Irrep {
      group.irreps(at: group.points[point]).first { $0.symbol == symbol }!
    }
    func split(_ square: Double) -> [Double] {
      let root = (0.25 * e * e + square).squareRoot()
      return [0.5 * e - root, 0, 0.5 * e + root]
    }
    let tables = group.tables(timeReversal: true)
    let edges = tables.bandRepresentations.first { $0.name == "2c A1" }!.vector
    let own = zip(tables.entries, edges).filter { $0.0.label == "X" && $0.1 > 0 }.map(\.0.symbol)
    let flat = try #require(own.first { $0 != "A1" })
    let corners = [
      SpecialPointBands(
        label: "Gamma", k: .gamma, energies: split(8),
        irreps: [irrep("A1", 0), irrep("B1", 0), irrep("A1", 0)]),
      SpecialPointBands(
        label: "X", k: KPoint(0.5, 0), energies: split(4),
        irreps: [irrep("A1", 1), irrep(flat, 1), irrep("A1", 1)]),
      SpecialPointBands(
        label: "M", k: KPoint(0.5, 0.5), energies: [0, 0, e],
        irreps: [irrep("E", 2), irrep("E", 2), irrep("A1", 2)]),
    ]
    let symmetry = try #require(CrystalSymmetry(group: group, lattice: .square))
    let found = try NodeSearch([model], symmetry: symmetry, corners: corners).search(cuts: [1, 2])
    #expect(found[0].verdict == .nodes && found[0].pinned == ["M"] && found[0].nodes.isEmpty)
    if e == 0 {
      #expect(found[1].verdict == .nodes && found[1].touching == ["M"] && found[1].nodes.isEmpty)
    } else {
      #expect(found[1].verdict == .gapped && abs(found[1].gap - e) < 1e-9)
      #expect(abs(try #require(found[1].edges).gap - e) < 1e-9)
    }
  }

  /// The honeycomb lattice: the bands meet at K, where p6m and p6 split a pair and p2 sees a free node.
  @Test func honeycombInItsSubgroups() throws {
    for name in ["p6m", "p6", "p2"] {
      let group = WallpaperGroup.named(name)!
      let tables = group.tables(timeReversal: true)
      let symmetry = try #require(CrystalSymmetry(group: group, lattice: .hexagonal))
      let model = RealLatticeModel(order: 2, lattice: .hexagonal) { x1, x2 in
        let f = honeycomb(x1, x2)
        return [-f.0, -f.1, f.0]
      }
      let parities = tables.twofoldParities
      let vector: [Int]
      if name == "p2" {
        // 1b, 1c and 1d have no sites; those of the honeycomb are a general pair: even and odd everywhere.
        vector = [Int](repeating: 1, count: tables.entries.count)
      } else {
        vector =
          tables.bandRepresentations.first { $0.positionName == "2b" && $0.bands == 2 }!.vector
      }
      let corners = tables.points.enumerated().map { index, point in
        let (x1, x2) = point.coordinates
        let (re, im) = honeycomb(x1, x2)
        let size = (re * re + im * im).squareRoot()
        var irreps: [BlochCore.Irrep] = []
        let entries = tables.entries(at: index)
        for (at, entry) in entries.enumerated() {
          let own = group.irreps(at: point)[at]
          irreps += [BlochCore.Irrep](repeating: own, count: vector[entry] * own.dimension)
        }
        if let parity = parities.first(where: { $0.point == index }) {
          // Even below at Gamma, odd below at M.
          let odd = entries.firstIndex { parity.odd[$0] > 0 && vector[$0] > 0 }!
          let label = group.irreps(at: point)[odd]
          if (irreps[0] == label) == (point.label == "Gamma") { irreps.swapAt(0, 1) }
        }
        return SpecialPointBands(
          label: point.label, k: KPoint(x1, x2), energies: size < 1e-9 ? [0, 0] : [-size, size],
          irreps: irreps)
      }
      let models = [RealLatticeModel](repeating: model, count: name == "p2" ? 3 : 1)
      let found = try NodeSearch(models, symmetry: symmetry, corners: corners).search(cuts: [1])[0]
      #expect(found.verdict == .nodes && found.touching.isEmpty, "\(name)")
      if name == "p2" {
        try #require(found.nodes.count == 1)
        #expect(found.freeNodes == 2 && found.pinned.isEmpty && found.expectedParity == 1)
        let (re, im) = honeycomb(found.nodes[0].k.x1, found.nodes[0].k.x2)
        #expect(abs(re) < 1e-8 && abs(im) < 1e-8)
      } else {
        #expect(found.nodes.isEmpty && found.pinned == ["K"])
      }
    }
  }
}

/// Sum of exp(i k.d) over the three bonds d of the honeycomb lattice.
func honeycomb(_ x1: Double, _ x2: Double) -> (Double, Double) {
  let phases = [x1 + x2, x2 - 2 * x1, x1 - 2 * x2].map { 2 * Double.pi / 3 * $0 }
  return (phases.reduce(0) { $0 + cos($1) }, phases.reduce(0) { $0 + sin($1) })
}

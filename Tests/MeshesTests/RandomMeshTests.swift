import Meshes
import Testing
import WallpaperGroups

@Suite struct RandomMeshTests {
  /// Meshes of random fields are symmetric, conforming and on the interface.
  @Test(arguments: WallpaperGroup.names) func randomFields(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let lattice = group.system.example
    for seed in 0..<2 {
      let field = FourierLevelSet(random: group, lattice, seed: UInt64(seed))
      let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
      check(mesh, field, "\(name) \(seed)")
    }
  }

  /// On lattices of odd shapes, and on more symmetric ones than the group needs.
  @Test(arguments: [
    ("p1", Lattice(ratio: 2.7, degrees: 37)!), ("p1", .hexagonal), ("p2", .square),
    ("p2", Lattice(ratio: 0.31, degrees: 141)!), ("pm", .rectangular(ratio: 3.1)),
    ("pg", .rectangular(ratio: 0.37)), ("cm", Lattice(ratio: 1, degrees: 31)!), ("cm", .square),
    ("cm", .hexagonal), ("pmm", .square), ("pmg", .rectangular(ratio: 0.29)),
    ("pgg", .rectangular(ratio: 4.2)), ("cmm", Lattice(ratio: 1, degrees: 152)!),
    ("cmm", .hexagonal),
  ])
  func oddLattices(name: String, lattice: Lattice) throws {
    let group = try #require(WallpaperGroup.named(name))
    let field = FourierLevelSet(random: group, lattice, seed: 10)
    let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
    check(mesh, field, "\(name) \(lattice)")
  }

  /// Every spacing of the ladder, finer ones with more nodes; as many of them as solvers are laid out for.
  @Test func ladder() throws {
    let bounds = [280...420, 430...620, 600...850, 750...1050, 1800...2600]
    let fields = (0..<12).map { FourierLevelSet(random: .p6, .hexagonal, seed: 100 + UInt64($0)) }
    for (spacing, bound) in zip(MeshSpacing.ladder, bounds) {
      var nodes = 0
      for (seed, field) in fields.enumerated() {
        let mesh = try CrystalMesh(
          levelSet: field, group: .p6, lattice: .hexagonal, spacing: spacing)
        let report = try #require(mesh.report)
        #expect(report.flags == [], "\(seed)")
        #expect(report.leastQuality > 0.4)
        #expect(report.largestTurn < 1.2 * spacing.curvature + 0.1)
        nodes += mesh.representatives.count
      }
      #expect(bound.contains(nodes / fields.count), "\(nodes / fields.count)")
    }
  }

  /// The domain is connected over edges, and short around.
  @Test(arguments: WallpaperGroup.names) func domains(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let lattice = group.system.example
    let field = FourierLevelSet(random: group, lattice, seed: 20)
    let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
    // Triangles by the nodes in the middle of their edges.
    var sides: [CrystalMesh.Node: [Int]] = [:]
    for (f, t) in mesh.triangles.enumerated() {
      for n in t.nodes[3...] { sides[n, default: []].append(f) }
    }
    var reached: Set<Int> = [0]
    var front = [0]
    while let f = front.popLast() {
      for n in mesh.triangles[f].nodes[3...] {
        for g in sides[n] ?? [] where reached.insert(g).inserted { front.append(g) }
      }
    }
    #expect(reached.count == mesh.triangles.count)
    let boundary = sides.values.count { $0.count == 1 }
    // As many edges as a circle of as many triangles has, and half as many again.
    let round = 2.7 * Double(mesh.triangles.count).squareRoot()
    #expect(Double(boundary) < 1.5 * round, "\(Double(boundary) / round)")
  }

  /// The same mesh every time.
  @Test func repeated() throws {
    let field = FourierLevelSet(random: .pgg, .square, seed: 3)
    func make() throws -> CrystalMesh {
      try CrystalMesh(levelSet: field, group: .pgg, lattice: .square)
    }
    let (a, b) = (try make(), try make())
    #expect(a.representatives == b.representatives)
    #expect(a.triangles.map(\.nodes) == b.triangles.map(\.nodes))
    #expect(a.triangles.map(\.isInside) == b.triangles.map(\.isInside))
    #expect(a.report == b.report)
  }
}

import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Checks everything that holds for every mesh: symmetry, conformity, names, sides and the places of nodes.
func check(
  _ mesh: CrystalMesh, _ levelSet: some LevelSet, _ label: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func expect(_ condition: Bool, _ text: String) {
    #expect(condition, "\(label): \(text)", sourceLocation: sourceLocation)
  }
  let full = FullMesh(mesh)
  expect(mesh.report?.flags == [], "flags \(mesh.report?.flags ?? [])")
  expect(abs(full.area - 1) < 1e-9, "area \(full.area)")
  expect(full.positive == full.triangles.count, "triangles of negative area")
  // Symmetry: the same triangles after every operation.
  let all = Set(full.triangles.map { FullMesh.canonical($0) })
  expect(all.count == full.triangles.count, "triangles that are there twice")
  for g in mesh.group.operations { expect(full.image(g) == all, "changed by \(g)") }
  // Conformity: every edge has one triangle on either side, and one node in the middle for both.
  var edges: [[Int]: Int] = [:]
  for t in full.triangles {
    for k in 0..<3 { edges[[t[k], t[(k + 1) % 3], t[3 + k]], default: 0] += 1 }
  }
  expect(
    edges.allSatisfy { $0.value == 1 && edges[[$0.key[1], $0.key[0], $0.key[2]]] == 1 },
    "edges do not fit")
  let vertices = Set(full.triangles.flatMap { $0.prefix(3) })
  expect(full.triangles.count == 2 * vertices.count, "Euler")
  expect(
    full.places.count == vertices.count + edges.count / 2, "nodes \(full.places.count)")
  checkNames(mesh, expect)
  checkSides(mesh, levelSet, expect)
}

/// Names: equal for equal places, different for different ones, with the first operation that fits.
private func checkNames(_ mesh: CrystalMesh, _ expect: (Bool, String) -> Void) {
  var names: Set<CrystalMesh.Node> = []
  for t in mesh.triangles {
    expect(t.nodes.count == 6, "\(t.nodes.count) nodes")
    names.formUnion(t.nodes)
  }
  var used: Set<Int32> = []
  for n in names {
    used.insert(n.orbit)
    let (x, y) = (mesh.representatives[Int(n.orbit)], mesh.place(of: n))
    let first = mesh.group.operations.firstIndex { g in
      let (x1, x2) = g.position(x1: x.x1, x2: x.x2)
      let (d1, d2) = (y.x1 - x1, y.x2 - x2)
      return abs(d1 - d1.rounded()) < 1e-9 && abs(d2 - d2.rounded()) < 1e-9
    }
    expect(first == Int(n.operation), "\(n) is not the first name of its place")
  }
  expect(used.count == mesh.representatives.count, "representatives without a node")
  let places = names.map { mesh.place(of: $0) }.sorted { ($0.x1, $0.x2) < ($1.x1, $1.x2) }
  for (k, p) in places.enumerated() {
    var j = k + 1
    while j < places.count, places[j].x1 - p.x1 < 1e-9 {
      expect(abs(places[j].x2 - p.x2) > 1e-9, "two names for \(p)")
      j += 1
    }
  }
}

/// Sides: nodes on the interface are zeros, all others have the sign of their triangles.
private func checkSides(
  _ mesh: CrystalMesh, _ levelSet: some LevelSet, _ expect: (Bool, String) -> Void
) {
  var lines = 0
  let largest = mesh.representatives.map { abs(levelSet.sample(at: $0).value) }.max() ?? 0
  for t in mesh.triangles {
    var zeros: Set<Int> = []
    for k in t.interfaceEdges { zeros.formUnion([k, (k + 1) % 3, 3 + k]) }
    lines += t.interfaceEdges.count
    for (k, n) in t.nodes.enumerated() {
      let s = levelSet.sample(at: mesh.place(of: n))
      let distance = s.value / (s.x * s.x + s.y * s.y).squareRoot()
      if zeros.contains(k) {
        // The mesh is that of a level set which is higher by 1e-9 of its size.
        expect(abs(s.value) < 2e-9 * largest, "node \(distance) off the interface")
      } else if abs(s.value) > 2e-9 * largest {
        expect((distance > 0) == t.isInside, "node on the wrong side by \(distance)")
      }
    }
  }
  expect(lines > 0, "no interface")
}

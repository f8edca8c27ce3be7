import Glibc
import Meshes
import WallpaperGroups

/// All triangles of a cell, made from those of a mesh by the operations of its group, nodes known by their places
/// alone.
struct FullMesh {
  /// By node: coordinates in 0..<1.
  private(set) var places: [Place] = []
  /// Six nodes each, vertices counter-clockwise.
  private(set) var triangles: [[Int]] = []
  private(set) var isInside: [Bool] = []
  /// Area of all triangles in units of the cell's.
  private(set) var area = 0.0
  /// Of the triangles with positive area.
  private(set) var positive = 0

  private var numbers: [Key: [Int]] = [:]

  private struct Key: Hashable {
    let i: Int
    let j: Int
  }

  private static let cells = 4096

  init(_ mesh: CrystalMesh) {
    for t in mesh.triangles {
      let corners = t.nodes.map { mesh.place(of: $0) }
      for g in mesh.group.operations {
        var x = corners.map { p -> Place in
          let (x1, x2) = g.position(x1: p.x1, x2: p.x2)
          return Place(x1, x2)
        }
        if g.isMirror { x = [x[0], x[2], x[1], x[5], x[4], x[3]] }
        triangles.append(x.map { number(of: $0) })
        isInside.append(t.isInside)
        let (a1, a2) = (x[1].x1 - x[0].x1, x[1].x2 - x[0].x2)
        let (b1, b2) = (x[2].x1 - x[0].x1, x[2].x2 - x[0].x2)
        let own = 0.5 * (a1 * b2 - a2 * b1)
        area += own
        if own > 0 { positive += 1 }
      }
    }
  }

  /// The node at a place, modulo translations of the lattice.
  mutating func number(of place: Place) -> Int {
    if let n = find(place) { return n }
    let x = Place(Self.wrapped(place.x1), Self.wrapped(place.x2))
    places.append(x)
    let key = Key(
      i: Int(x.x1 * Double(Self.cells)) % Self.cells, j: Int(x.x2 * Double(Self.cells)) % Self.cells
    )
    numbers[key, default: []].append(places.count - 1)
    return places.count - 1
  }

  /// The node within 1e-8 of a place.
  func find(_ place: Place) -> Int? {
    let x = Place(Self.wrapped(place.x1), Self.wrapped(place.x2))
    let (i, j) = (Int(x.x1 * Double(Self.cells)), Int(x.x2 * Double(Self.cells)))
    for di in -1...1 {
      for dj in -1...1 {
        let n = Self.cells
        let key = Key(i: (i + di + n) % n, j: (j + dj + n) % n)
        for k in numbers[key] ?? [] where near(places[k], x) { return k }
      }
    }
    return nil
  }

  private func near(_ a: Place, _ b: Place) -> Bool {
    let (d1, d2) = (a.x1 - b.x1, a.x2 - b.x2)
    return abs(d1 - d1.rounded()) < 1e-8 && abs(d2 - d2.rounded()) < 1e-8
  }

  private static func wrapped(_ x: Double) -> Double {
    let r = x - x.rounded(.down)
    return r < 1 ? r : 0
  }

  /// The triangle's nodes beginning with the vertex of the lowest number.
  static func canonical(_ t: [Int]) -> [Int] {
    let k = (0..<3).min { t[$0] < t[$1] }!
    return (0..<3).map { t[(k + $0) % 3] } + (0..<3).map { t[3 + (k + $0) % 3] }
  }

  /// The set of triangles under an operation of the group: nil where a node has no image.
  func image(_ g: Operation) -> Set<[Int]>? {
    var images: [Int] = []
    for x in places {
      let (x1, x2) = g.position(x1: x.x1, x2: x.x2)
      guard let n = find(Place(x1, x2)) else { return nil }
      images.append(n)
    }
    return Set(
      triangles.map { t in
        let x = t.map { images[$0] }
        return Self.canonical(g.isMirror ? [x[0], x[2], x[1], x[5], x[4], x[3]] : x)
      })
  }
}

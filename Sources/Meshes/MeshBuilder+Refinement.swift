extension MeshBuilder {
  /// Inserts circumcentres, of the largest triangles in proportion to the wanted size first, until every triangle is
  /// small enough or its circumcentre too close to other vertices or to its own images.
  mutating func refine() throws(MeshError) {
    var queue = TriangleQueue()
    var seen: [UInt32] = []
    triangulation.touched = (0..<triangulation.count).map { Int32($0) }
    let limit = 200_000
    while true {
      for f in triangulation.touched {
        let f = Int(f)
        while seen.count <= f { seen.append(.max) }
        guard seen[f] != triangulation.version[f] else { continue }
        seen[f] = triangulation.version[f]
        let ratio = circumradius(f) / size.size(at: centroid(f))
        if ratio > Self.largestRadius {
          queue.insert(
            .init(priority: ratio, triangle: Int32(f), version: triangulation.version[f]))
        }
      }
      triangulation.touched.removeAll(keepingCapacity: true)
      var isInserted = false
      while !isInserted {
        guard let entry = queue.popLargest() else { return }
        let f = Int(entry.triangle)
        guard entry.version == triangulation.version[f] else { continue }
        isInserted = try insertCircumcentre(of: f)
      }
      guard triangulation.count < limit else {
        throw MeshError("the mesh has more than \(limit) triangles in one domain of the group")
      }
    }
  }

  /// Circumradii in units of the wanted size: triangles with larger ones are divided.
  private static let largestRadius = 0.8
  /// Least distance of new vertices from others and from their own images, in the same unit.
  private static let nearestVertex = 0.7
  private static let nearestImage = 0.8

  private mutating func insertCircumcentre(of f: Int) throws(MeshError) -> Bool {
    let (centre, radius) = circumcircle(f)
    // Flat triangles at mirror lines have centres anywhere.
    guard radius < 1 + group.lattice.ratio else { return false }
    guard let location = triangulation.locate(centre, from: f) else {
      throw MeshError("the triangulation has become inconsistent; take a coarser or finer mesh")
    }
    let x = location.place
    let wanted = size.size(at: x)
    let corners = triangulation.place + 3 * location.triangle
    var nearest = radius
    for k in 0..<3 { nearest = min(nearest, length(corners[k] - x)) }
    guard nearest > Self.nearestVertex * wanted,
      distanceToOwnImages(x) > Self.nearestImage * wanted
    else { return false }
    insert(
      x, at: .init(triangle: location.triangle, place: x, motion: .identity), isOnInterface: false)
    return true
  }

  @inline(__always)
  func centroid(_ f: Int) -> Vector {
    let x = triangulation.place + 3 * f
    return (x[0] + x[1] + x[2]) * (1.0 / 3)
  }

  @inline(__always)
  func circumcircle(_ f: Int) -> (centre: Vector, radius: Double) {
    let x = triangulation.place + 3 * f
    let (b, c) = (x[1] - x[0], x[2] - x[0])
    let (bb, cc) = (dot(b, b), dot(c, c))
    let d = 0.5 / cross(b, c)
    let u = Vector(c.y * bb - b.y * cc, b.x * cc - c.x * bb) * d
    return (x[0] + u, length(u))
  }

  @inline(__always)
  func circumradius(_ f: Int) -> Double {
    let x = triangulation.place + 3 * f
    let (b, c) = (x[1] - x[0], x[2] - x[0])
    let a = c - b
    return 0.5 * (dot(a, a) * dot(b, b) * dot(c, c)).squareRoot() / cross(b, c)
  }

  /// 4 sqrt 3 area/(sum of squared edges) of a triangle.
  func quality(_ f: Int) -> Double {
    let x = triangulation.place + 3 * f
    let (a, b, c) = (x[1] - x[0], x[2] - x[1], x[0] - x[2])
    return 2 * 3.0.squareRoot() * cross(c, a) / (dot(a, a) + dot(b, b) + dot(c, c))
  }

  /// Distance of a place from its nearest image, exact below half the lattice's shortest vector.
  func distanceToOwnImages(_ x: Vector) -> Double {
    var least = Double.infinity
    for g in stride(from: 1, to: group.order, by: 1) {
      let y = group.place(Motion(operation: Int16(g), n1: 0, n2: 0), x)
      let d = group.basis.shortest(y - x)
      least = min(least, dot(d, d))
    }
    return least.squareRoot()
  }
}

/// Triangles, the one of highest priority first.
struct TriangleQueue {
  struct Entry {
    var priority: Double
    var triangle: Int32
    /// Of the triangle when it was put here.
    var version: UInt32
  }

  private var heap: [Entry] = []

  mutating func insert(_ entry: Entry) {
    heap.append(entry)
    var i = heap.count - 1
    while i > 0 {
      let parent = (i - 1) / 2
      if heap[parent].priority >= entry.priority { break }
      heap[i] = heap[parent]
      i = parent
    }
    heap[i] = entry
  }

  mutating func popLargest() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return first }
    var i = 0
    while true {
      var child = 2 * i + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, heap[child + 1].priority > heap[child].priority { child += 1 }
      if heap[child].priority <= last.priority { break }
      heap[i] = heap[child]
      i = child
    }
    heap[i] = last
    return first
  }
}

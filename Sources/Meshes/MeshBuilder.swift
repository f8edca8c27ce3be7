/// A mesh in the making: its triangulation, and which vertices follow each other on the interface.
struct MeshBuilder: ~Copyable {
  let group: MotionGroup
  let size: SizeField
  var triangulation: OrbifoldTriangulation
  /// By vertex: the next one along the interface, the inside on the left; -1 where there is none.
  private(set) var successor: [Int32] = []
  /// By vertex: where that is, seen from the vertex's representative.
  private(set) var successorPlace: [Vector] = []
  /// By vertex: whether the inside is on the right on the way there.
  private(set) var isReversed: [Bool] = []
  /// By vertex: the motions but the identity that leave its representative where it is.
  private(set) var stabilisers: [[Motion]] = []
  /// By vertex.
  var isOnInterface: [Bool] = []
  /// A triangle to begin the next walk at.
  private var last = 0

  /// The starting triangles.
  init(_ group: MotionGroup, _ size: SizeField, corners: [(Place, Place, Place)])
    throws(MeshError)
  {
    self.group = group
    self.size = size
    triangulation = OrbifoldTriangulation(group: group, capacity: 1024)
    try triangulation.start(corners)
    for x in triangulation.representatives {
      addVertex(stabiliser: group.stabiliser(of: x), isOnInterface: false)
    }
  }

  mutating func addVertex(stabiliser: [Motion], isOnInterface: Bool) {
    successor.append(-1)
    successorPlace.append(.zero)
    isReversed.append(false)
    stabilisers.append(stabiliser)
    self.isOnInterface.append(isOnInterface)
  }

  /// A vertex, and the motion that carries its representative to the place that was asked for.
  struct Placed {
    var vertex: Int
    var motion: Motion
  }

  mutating func locate(_ x: Vector) throws(MeshError) -> OrbifoldTriangulation.Location {
    guard let location = triangulation.locate(x, from: last) else {
      throw MeshError("the triangulation has become inconsistent; take a coarser or finer mesh")
    }
    last = location.triangle
    return location
  }

  /// The vertex that is at a place already, if any.
  func existing(at location: OrbifoldTriangulation.Location) -> Placed? {
    for h in 3 * location.triangle..<3 * location.triangle + 3
    where length(triangulation.place[h] - location.place) < Self.nearest {
      return Placed(
        vertex: Int(triangulation.vertex[h]),
        motion: group.product(group.inverse(location.motion), triangulation.motion[h]))
    }
    return nil
  }

  /// Vertices closer than this are one.
  private static let nearest = 1e-9

  /// A vertex on the interface, off the mirror lines.
  private mutating func insertOnInterface(_ x: Vector) throws(MeshError) -> Placed {
    let location = try locate(x)
    if let placed = existing(at: location) {
      isOnInterface[placed.vertex] = true
      return placed
    }
    return Placed(vertex: insert(x, at: location, isOnInterface: true), motion: .identity)
  }

  /// - Parameter x: what the location's motion carries to its place.
  /// - Returns: the number of the new vertex.
  @discardableResult
  mutating func insert(
    _ x: Vector, at location: OrbifoldTriangulation.Location, isOnInterface: Bool
  ) -> Int {
    let v = triangulation.append(representative: x)
    addVertex(stabiliser: [], isOnInterface: isOnInterface)
    triangulation.insert(vertex: v, at: location)
    return v
  }

  /// The vertices of the mirror lines and of the interface.
  ///
  /// - Returns: by line and edge of the interface, the vertex where it begins.
  mutating func insert(_ vertices: CurveVertices, _ interface: Interface) throws(MeshError)
    -> [[Int]]
  {
    var ends: [[Placed]] = []
    for (line, points) in zip(interface.lines, vertices.lines) {
      var placed: [Placed] = []
      if line.closing == nil {
        for p in [points[0], points[points.count - 1]] {
          placed.append(try insertOnMirror(p.point.place, isOnInterface: true))
        }
      }
      ends.append(placed)
    }
    try divideMirrorLines()
    var all: [[Int]] = []
    for (l, (line, points)) in zip(interface.lines, vertices.lines).enumerated() {
      var placed = Array(ends[l].prefix(1))
      for p in points[placed.count..<points.count - 1] {
        placed.append(try insertOnInterface(p.point.place))
      }
      if let closing = line.closing {
        placed.append(
          Placed(vertex: placed[0].vertex, motion: group.product(closing, placed[0].motion)))
      } else {
        placed.append(ends[l][1])
      }
      for (a, b) in zip(placed, placed.dropFirst()) {
        successor[a.vertex] = Int32(b.vertex)
        successorPlace[a.vertex] = group.place(
          group.product(group.inverse(a.motion), b.motion),
          triangulation.representatives[b.vertex])
        isReversed[a.vertex] = group.isMirror(a.motion)
      }
      all.append(placed.dropLast().map(\.vertex))
    }
    return all
  }
}

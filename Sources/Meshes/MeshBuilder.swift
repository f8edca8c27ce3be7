/// A mesh in the making: its triangulation, and which vertices follow each other on the interface.
struct MeshBuilder: ~Copyable {
  let group: MotionGroup
  let size: SizeField
  let basis: ShortBasis
  var triangulation: OrbifoldTriangulation
  /// By vertex: the next one along the interface, the inside on the left; -1 where there is none.
  var successor: [Int32] = []
  /// By vertex: where that is, seen from the vertex's representative.
  var successorPlace: [Vector] = []
  /// By vertex: the motions but the identity that leave its representative where it is.
  var stabilisers: [[Motion]] = []
  /// By vertex: whether it lies on the interface, and the normal there.
  var isOnInterface: [Bool] = []
  /// A triangle to begin the next walk at.
  var last = 0

  /// The starting triangles.
  init(_ group: MotionGroup, _ size: SizeField, corners: [(Place, Place, Place)])
    throws(MeshError)
  {
    self.group = group
    self.size = size
    basis = ShortBasis(group.lattice)
    triangulation = OrbifoldTriangulation(group: group, capacity: 1024)
    try triangulation.start(corners)
    for x in triangulation.representatives {
      addVertex(stabiliser: group.stabiliser(of: x), isOnInterface: false)
    }
  }

  private mutating func addVertex(stabiliser: [Motion], isOnInterface: Bool) {
    successor.append(-1)
    successorPlace.append(.zero)
    stabilisers.append(stabiliser)
    self.isOnInterface.append(isOnInterface)
  }

  /// A new vertex inside of a triangle or on an edge that is no mirror line.
  ///
  /// - Returns: its number; that of the vertex that is there already, where one is.
  mutating func insert(_ x: Vector, isOnInterface: Bool) throws(MeshError) -> Int {
    guard let location = triangulation.locate(x, from: last) else {
      throw MeshError("the triangulation has become inconsistent; take a coarser or finer mesh")
    }
    last = location.triangle
    for h in 3 * last..<3 * last + 3
    where length(triangulation.place[h] - location.place) < Self.nearest {
      let v = Int(triangulation.vertex[h])
      self.isOnInterface[v] = isOnInterface
      return v
    }
    return insert(x, at: location, isOnInterface: isOnInterface)
  }

  /// Vertices closer than this are one.
  private static let nearest = 1e-9

  @discardableResult
  mutating func insert(
    _ x: Vector, at location: OrbifoldTriangulation.Location, isOnInterface: Bool
  ) -> Int {
    let v = triangulation.append(representative: x)
    addVertex(stabiliser: [], isOnInterface: isOnInterface)
    triangulation.insert(vertex: v, at: location)
    return v
  }

  /// The vertices of the interface.
  ///
  /// - Returns: by line and vertex, its number.
  mutating func insert(_ vertices: CurveVertices, _ interface: Interface) throws(MeshError)
    -> [[Int]]
  {
    var all: [[Int]] = []
    for (line, points) in zip(interface.lines, vertices.lines) {
      guard let closing = line.closing else { continue }
      var numbers: [Int] = []
      for p in points.dropLast() {
        numbers.append(try insert(p.point.place, isOnInterface: true))
      }
      for (k, v) in numbers.enumerated() {
        let isLast = k + 1 == numbers.count
        successor[v] = Int32(isLast ? numbers[0] : numbers[k + 1])
        let first = triangulation.representatives[numbers[0]]
        successorPlace[v] =
          isLast
          ? group.place(closing, first) : triangulation.representatives[numbers[k + 1]]
      }
      all.append(numbers)
    }
    return all
  }
}

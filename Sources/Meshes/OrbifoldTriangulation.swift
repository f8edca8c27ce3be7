/// A triangulation of the plane that a wallpaper group maps to itself, by one triangle of each orbit.
///
/// Rotation centres are vertices and mirror lines consist of edges, so that no triangle is mapped to itself: whatever is
/// done to one triangle is done to its whole orbit, and the symmetry is exact. A half-edge 3 f + k runs from vertex k of
/// triangle f to the next, counter-clockwise; behind it lies the image of another triangle under the motion `glue`,
/// behind a mirror line the triangle's own. Every triangle stands somewhere in the plane, its vertices where their
/// motions carry their representatives.
struct OrbifoldTriangulation: ~Copyable {
  let group: MotionGroup
  /// Number of triangles.
  private(set) var count = 0
  private var capacity: Int

  /// By half-edge: the vertex where it starts, the motion that carries its representative there, and that place.
  private(set) var vertex: UnsafeMutablePointer<Int32>
  private(set) var motion: UnsafeMutablePointer<Motion>
  private(set) var place: UnsafeMutablePointer<Vector>
  /// By half-edge: the half-edge on the other side, and the motion that carries that triangle there.
  private(set) var twin: UnsafeMutablePointer<Int32>
  private(set) var glue: UnsafeMutablePointer<Motion>
  /// By triangle: number of times that it has changed.
  private(set) var version: UnsafeMutablePointer<UInt32>

  /// By vertex.
  var representatives: [Vector] = []
  /// Half-edges to be tested.
  private var pending: [Int32] = []
  /// Triangles that have changed, some several times, since this was last emptied.
  var touched: [Int32] = []

  init(group: MotionGroup, capacity: Int) {
    self.group = group
    self.capacity = max(capacity, 16)
    let n = 3 * self.capacity
    vertex = .allocate(capacity: n)
    motion = .allocate(capacity: n)
    place = .allocate(capacity: n)
    twin = .allocate(capacity: n)
    glue = .allocate(capacity: n)
    version = .allocate(capacity: self.capacity)
  }

  deinit {
    vertex.deallocate()
    motion.deallocate()
    place.deallocate()
    twin.deallocate()
    glue.deallocate()
    version.deallocate()
  }

  private mutating func grow() {
    func larger<T>(_ old: UnsafeMutablePointer<T>, _ n: Int) -> UnsafeMutablePointer<T> {
      let new = UnsafeMutablePointer<T>.allocate(capacity: 2 * n)
      new.update(from: old, count: n)
      old.deallocate()
      return new
    }
    let n = 3 * capacity
    vertex = larger(vertex, n)
    motion = larger(motion, n)
    place = larger(place, n)
    twin = larger(twin, n)
    glue = larger(glue, n)
    version = larger(version, capacity)
    capacity *= 2
  }

  /// The half-edge after `h` in its triangle.
  @inline(__always)
  static func next(_ h: Int) -> Int { h % 3 == 2 ? h - 2 : h + 1 }

  /// The half-edge before `h` in its triangle.
  @inline(__always)
  static func previous(_ h: Int) -> Int { h % 3 == 0 ? h + 2 : h - 1 }

  // MARK: Building

  /// A triangle whose neighbours are still to be told.
  mutating func append() -> Int {
    if count == capacity { grow() }
    version[count] = 0
    count += 1
    return count - 1
  }

  @inline(__always)
  mutating func setCorner(_ h: Int, _ v: Int32, _ m: Motion, _ x: Vector) {
    vertex[h] = v
    motion[h] = m
    place[h] = x
  }

  /// Makes `t` lie behind `h`, carried there by `g`, and `h` behind `t`.
  @inline(__always)
  mutating func connect(_ h: Int, _ t: Int, _ g: Motion) {
    twin[h] = Int32(t)
    glue[h] = g
    if t != h {
      twin[t] = Int32(h)
      glue[t] = g.isIdentity ? g : group.inverse(g)
    }
  }

  @inline(__always)
  mutating func changed(_ f: Int) {
    version[f] &+= 1
    touched.append(Int32(f))
  }

  @inline(__always)
  mutating func test(_ h: Int) { pending.append(Int32(h)) }

  @inline(__always)
  mutating func nextPending() -> Int? { pending.popLast().map { Int($0) } }

  /// Moves vertices, and nothing else.
  mutating func setRepresentatives(_ places: [Vector]) {
    representatives = places
    for h in 0..<3 * count { place[h] = group.place(motion[h], places[Int(vertex[h])]) }
  }

  /// Twice the area of a triangle.
  @inline(__always)
  func doubleArea(_ f: Int) -> Double {
    cross(place[3 * f + 1] - place[3 * f], place[3 * f + 2] - place[3 * f])
  }
}

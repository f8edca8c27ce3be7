/// A level set at the vertices of a triangulation with the symmetry of the group, so fine that no edge crosses the
/// interface twice; one triangle of each orbit.
///
/// What is finer than its edges is found where it crosses them: an edge between two vertices of one sign is looked at
/// along its whole length, and divided where the level set has the other sign there. Only an islet that lies within one
/// triangle is missed.
struct LevelGrid: ~Copyable {
  let field: LevelField
  private(set) var triangulation: OrbifoldTriangulation
  /// By vertex, at its representative.
  private(set) var samples: [LevelSample] = []
  /// Edges of necks or channels too thin to be resolved.
  private(set) var unresolved = 0
  /// Vertices that were put on edges between others of one sign.
  private(set) var divided = 0

  /// Longest edge, in units of the lattice's shortest vector.
  static let longest = 1.0 / 45

  /// - Parameter longest: longest edge, in units of |a1|.
  init(_ field: LevelField, longest: Double) throws(MeshError) {
    self.field = field
    let group = field.group
    triangulation = OrbifoldTriangulation(group: group, capacity: 2048)
    let free = StartingTriangles.freeCorners(
      group, points: [group.translation(0.137, 0.271)], ends: [])
    try triangulation.start(StartingTriangles.corners(of: group.group, free: free))
    divideEdges(longest)
    for x in triangulation.representatives { samples.append(field.sample(at: x)) }
    guard samples.allSatisfy(\.value.isFinite) else {
      throw MeshError("the level set is not finite everywhere")
    }
    try divideDoublyCrossedEdges()
    triangulation.touched = []
  }

  /// Divides the longest edges first.
  private mutating func divideEdges(_ longest: Double) {
    var limit = longest
    for h in 0..<3 * triangulation.count { limit = max(limit, 0.8 * edge(h).length) }
    while true {
      var h = 0
      while h < 3 * triangulation.count {
        while edge(h).length > limit { divide(h, at: 0.5) }
        h += 1
      }
      if limit <= longest { return }
      limit = max(longest, 0.8 * limit)
    }
  }

  private mutating func divide(_ h: Int, at u: Double) {
    let (a, d, _) = edge(h)
    let x = a + u * d
    let v = triangulation.append(representative: x)
    triangulation.split(edge: h, vertex: v, motion: .identity, place: x)
  }

  /// Where a half-edge begins, and where it leads.
  @inline(__always)
  func edge(_ h: Int) -> (start: Vector, step: Vector, length: Double) {
    let a = triangulation.place[h]
    let d = triangulation.place[OrbifoldTriangulation.next(h)] - a
    return (a, d, length(d))
  }

  @inline(__always)
  func isInside(_ h: Int) -> Bool { samples[Int(triangulation.vertex[h])].value >= 0 }

  /// The cubic along a half-edge with the values and slopes at both ends.
  func cubic(_ h: Int) -> EdgeCubic {
    let (_, d, _) = edge(h)
    let n = OrbifoldTriangulation.next(h)
    func end(_ h: Int) -> (Double, Double) {
      let s = samples[Int(triangulation.vertex[h])]
      let gradient = field.group.direction(triangulation.motion[h], Vector(s.x, s.y))
      return (s.value, dot(gradient, d))
    }
    let (a, b) = (end(h), end(n))
    return EdgeCubic(value: a.0, slope: a.1, toValue: b.0, toSlope: b.1)
  }

  /// Divides edges until none has ends of one sign and the other sign in between.
  private mutating func divideDoublyCrossedEdges() throws(MeshError) {
    var pending = (0..<3 * triangulation.count).filter { triangulation.twin[$0] >= $0 }
    triangulation.touched = []
    while let h = pending.popLast() {
      guard let u = dip(h) else { continue }
      divide(h, at: u)
      divided += 1
      samples.append(
        field.sample(at: triangulation.representatives[triangulation.representatives.count - 1]))
      for f in triangulation.touched { pending += [3 * Int(f), 3 * Int(f) + 1, 3 * Int(f) + 2] }
      triangulation.touched = []
      guard divided < 20_000 else {
        throw MeshError("the interface is too intricate: it crosses more edges than can be divided")
      }
    }
  }

  /// Width of necks below which they are taken as closed, in units of |a1|.
  private static let thinnest = 2e-5

  /// Where along an edge between two vertices of one sign the level set has the other sign, if the interface passes
  /// through there and does not only bulge over the edge.
  private mutating func dip(_ h: Int) -> Double? {
    let inside = isInside(h)
    guard isInside(OrbifoldTriangulation.next(h)) == inside else { return nil }
    let sign = inside ? 1.0 : -1.0
    guard var u = cubic(h).nearMinimum(sign) else { return nil }
    let (a, d, size) = edge(h)
    for _ in 0..<5 {
      let s = field.sample(at: a + u * d)
      let slope = sign * (s.x * d.x + s.y * d.y)
      let bend = sign * (s.xx * d.x * d.x + 2 * s.xy * d.x * d.y + s.yy * d.y * d.y)
      let value = sign * s.value
      guard bend > 0 else { return nil }
      let step = -slope / bend
      // The least value along the edge, by its parabola here.
      let least = value - 0.5 * slope * slope / bend
      if least < 0, abs(step) < 0.02 || value < 0.9 * least {
        let width = 2 * size * (-2 * least / bend).squareRoot()
        let depth = -least / (s.x * s.x + s.y * s.y).squareRoot()
        if depth < width / 8 { return nil }
        if width > Self.thinnest { return u + step > 0.001 && u + step < 0.999 ? u + step : u }
        unresolved += 1
        return nil
      }
      if abs(step) < 1e-3 { return nil }
      u = min(max(u + step, 0.01), 0.99)
    }
    return nil
  }
}

/// A cubic on 0...1.
struct EdgeCubic {
  private let value: Double
  private let slope: Double
  private let square: Double
  private let cube: Double
  private let toValue: Double

  init(value: Double, slope: Double, toValue: Double, toSlope: Double) {
    let rise = toValue - value
    self.value = value
    self.slope = slope
    self.toValue = toValue
    square = 3 * rise - 2 * slope - toSlope
    cube = slope + toSlope - 2 * rise
  }

  /// Where sign times the cubic has a minimum below a quarter of its values at both ends.
  func nearMinimum(_ sign: Double) -> Double? {
    let (s, q, r) = (sign * slope, sign * square, sign * cube)
    let root = q * q - 3 * r * s
    guard root > 0 else { return nil }
    let u = -s / (q + root.squareRoot())
    guard u > 0, u < 1 else { return nil }
    let least = sign * value + u * (s + u * (q + u * r))
    return least < 0.25 * min(sign * value, sign * toValue) ? u : nil
  }

  /// Where it vanishes, if its values at both ends have different signs.
  var zero: Double {
    var (low, high) = (0.0, 1.0)
    var u = value / (value - toValue)
    for _ in 0..<8 {
      let f = value + u * (slope + u * (square + u * cube))
      if (f >= 0) == (value >= 0) { low = u } else { high = u }
      let next = u - f / (slope + u * (2 * square + 3 * u * cube))
      u = next > low && next < high ? next : 0.5 * (low + high)
    }
    return u
  }
}

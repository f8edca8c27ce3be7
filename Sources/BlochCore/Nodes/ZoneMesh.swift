/// Triangles over a piece of the Brillouin zone, with the states at their corners. A triangle that is cut into four leaves
/// its neighbours as they are: they see its edges in two halves.
///
/// Positions are whole numbers along both sides of the piece, so that halved edges meet exactly.
struct ZoneMesh<States: ZoneStates> {
  typealias Position = SIMD2<Int32>

  struct Triangle {
    /// Points.
    var corners: SIMD3<Int32>
    /// Edges between corners 0 and 1, 1 and 2, 2 and 0.
    var edges: SIMD3<Int32>
    var depth: Int
    /// Whether it was cut into four.
    var isCut = false
  }

  struct Edge {
    var ends: SIMD2<Int32>
    /// Its halves, once it was cut.
    var halves = SIMD2<Int32>(repeating: -1)
  }

  /// Halvings that positions have room for.
  static var depth: Int { 12 }
  /// Parts that a first triangle's edge has.
  private static var unit: Int32 { 1 << 12 }
  let domain: ZoneDomain
  /// Edges of first triangles along the sides of the domain.
  let divisions: SIMD2<Int32>
  private(set) var states: States
  private(set) var positions: [Position] = []
  private(set) var triangles: [Triangle] = []
  private(set) var edges: [Edge] = []
  private var table = StateTable<States.Scalar>()
  /// Straight lines on which all bands come in pairs.
  private let lines: [Line]
  /// [positions]: whether it is on one of them.
  private(set) var isPaired: [Bool] = []
  private var places: [Position: Int32] = [:]
  private var edgePlaces: [SIMD2<Int32>: Int32] = [:]
  /// [edges][count - 1]: determinants of the overlaps of the lowest n states at the ends, n = 1 ...
  private var overlaps: [States.Scalar] = []

  /// a x + b y = c, exactly.
  private struct Line {
    var a: Int
    var b: Int
    var c: Int

    func holds(_ p: Position) -> Bool { a * Int(p.x) + b * Int(p.y) == c }
  }

  /// - Parameters:
  ///   - divisions: of the edges, even, so that the middles of sides are corners.
  ///   - paired: stretches of the border on which all bands come in pairs.
  init(
    _ states: States, domain: ZoneDomain, divisions: Int, paired: [ZoneSheet.Side] = []
  ) {
    self.states = states
    self.domain = domain
    let n = domain.divided(divisions)
    self.divisions = n
    let unit = Self.unit
    let extent = SIMD2<Double>(n &* SIMD2(repeating: unit))
    lines = paired.map { side in
      func position(_ k: KPoint) -> (x: Int, y: Int) {
        let p = extent * domain.place(k)
        return (Int(p.x.rounded()), Int(p.y.rounded()))
      }
      let (p, q) = (position(side.ends.0), position(side.ends.1))
      let (a, b) = (q.y - p.y, p.x - q.x)
      return Line(a: a, b: b, c: a * p.x + b * p.y)
    }
    let count = Int(n.x + 1) * Int(n.y + 2) / 2
    places.reserveCapacity(count)
    edgePlaces.reserveCapacity(3 * count)
    let (isWhole, isTurned) = (domain.isParallelogram, domain.isObtuse)
    for u in 0...n.x {
      for v in 0...(isWhole ? n.y : n.x - u) { _ = point(Position(u, v) &* unit) }
    }
    for u in 0..<n.x {
      for v in 0..<(isWhole ? n.y : n.x - u) {
        let a = Position(u, v) &* unit
        let (x, y) = (a &+ Position(unit, 0), a &+ Position(0, unit))
        let far = a &+ Position(unit, unit)
        if isWhole && isTurned {
          add(point(a), point(x), point(far), depth: 0)
          add(point(a), point(far), point(y), depth: 0)
          continue
        }
        add(point(a), point(x), point(y), depth: 0)
        if isWhole || u + v + 2 <= n.x { add(point(x), point(far), point(y), depth: 0) }
      }
    }
    solveNew()
  }

  mutating func withStates<Result>(
    _ body: (inout States) -> Result
  ) -> Result { body(&states) }

  /// Triangles that cover the domain.
  var leaves: [Int] { triangles.indices.filter { !triangles[$0].isCut } }

  func wave(_ p: SIMD2<Double>) -> KPoint { domain.wave(p, divisions, Self.unit) }

  func position(of point: Int32) -> SIMD2<Double> { SIMD2<Double>(positions[Int(point)]) }

  /// The position of a wave vector.
  func position(_ k: KPoint) -> SIMD2<Double> {
    SIMD2<Double>(divisions &* SIMD2(repeating: Self.unit)) * domain.place(k)
  }

  /// Positions along the shorter side, in number.
  var extent: Double { Double(min(divisions.x, divisions.y)) * Double(Self.unit) }

  /// The corner of triangles that is at a wave vector, if one is.
  func point(at k: KPoint) -> Int32? {
    let p = position(k)
    return places[Position(Int32(p.x.rounded()), Int32(p.y.rounded()))]
  }

  func centre(_ t: Triangle) -> SIMD2<Double> {
    (position(of: t.corners.x) + position(of: t.corners.y) + position(of: t.corners.z)) / 3
  }

  /// Cuts triangles into four each and solves at the new corners.
  mutating func cut(_ list: some Sequence<Int>) {
    for at in list where !triangles[at].isCut {
      triangles[at].isCut = true
      let t = triangles[at]
      let (a, b, c) = (t.corners.x, t.corners.y, t.corners.z)
      let (ab, bc, ca) = (halve(t.edges.x), halve(t.edges.y), halve(t.edges.z))
      add(a, ab, ca, depth: t.depth + 1)
      add(ab, b, bc, depth: t.depth + 1)
      add(ca, bc, c, depth: t.depth + 1)
      add(ab, bc, ca, depth: t.depth + 1)
    }
    solveNew()
  }

  /// E of the bands around a cut.
  func gap(_ point: Int32, cut: Int) -> Double {
    let at = Int(point) * states.count + cut
    return table.energies[at] - table.energies[at - 1]
  }

  /// Of a band, counted from 1.
  func energy(_ point: Int32, band: Int) -> Double {
    table.energies[Int(point) * states.count + band - 1]
  }

  /// [positions]: the other ends of the edges that were not cut.
  var neighbours: [[Int32]] {
    var result = [[Int32]](repeating: [], count: positions.count)
    for edge in edges where edge.halves.x < 0 {
      result[Int(edge.ends.x)].append(edge.ends.y)
      result[Int(edge.ends.y)].append(edge.ends.x)
    }
    return result
  }

  /// Determinant of the overlap of the lowest n states at the ends of an edge.
  func determinant(_ edge: Int32, cut: Int) -> States.Scalar {
    overlaps[Int(edge) * (states.count - 1) + cut - 1]
  }

  private mutating func point(_ p: Position) -> Int32 {
    if let known = places[p] { return known }
    let new = Int32(positions.count)
    places[p] = new
    positions.append(p)
    isPaired.append(lines.contains { $0.holds(p) })
    return new
  }

  private mutating func edge(_ a: Int32, _ b: Int32) -> Int32 {
    let ends = SIMD2(min(a, b), max(a, b))
    if let known = edgePlaces[ends] { return known }
    let new = Int32(edges.count)
    edgePlaces[ends] = new
    edges.append(Edge(ends: ends))
    return new
  }

  private mutating func add(_ a: Int32, _ b: Int32, _ c: Int32, depth: Int) {
    triangles.append(
      Triangle(
        corners: SIMD3(a, b, c), edges: SIMD3(edge(a, b), edge(b, c), edge(c, a)), depth: depth))
  }

  /// The point in the middle of an edge.
  private mutating func halve(_ at: Int32) -> Int32 {
    let ends = edges[Int(at)].ends
    let middle = point((positions[Int(ends.x)] &+ positions[Int(ends.y)]) / 2)
    edges[Int(at)].halves = SIMD2(edge(ends.x, middle), edge(middle, ends.y))
    return middle
  }

  private mutating func solveNew() {
    let known = table.energies.count / states.count
    states.append(
      positions[known...].map { wave(SIMD2<Double>($0)) }, to: &table)
    let (size, cuts) = (states.order * states.count, states.count - 1)
    let first = overlaps.count / max(cuts, 1)
    overlaps.append(contentsOf: repeatElement(.zero, count: (edges.count - first) * cuts))
    var determinants = OverlapDeterminants<States.Scalar>(order: states.order, count: cuts)
    table.vectors.withUnsafeBufferPointer { vectors in
      overlaps.withUnsafeMutableBufferPointer { overlaps in
        for at in first..<edges.count {
          let ends = edges[at].ends
          determinants.compute(
            vectors.baseAddress! + Int(ends.x) * size, vectors.baseAddress! + Int(ends.y) * size,
            into: overlaps.baseAddress! + at * cuts)
        }
      }
    }
  }
}

extension ZoneMesh {
  /// Whether the determinants along an edge, in halves where it was cut, are negative together; of real states.
  func isNegative(_ edge: Int32, cut: Int) -> Bool {
    let halves = edges[Int(edge)].halves
    if halves.x < 0 { return determinant(edge, cut: cut).argument > 1 }
    return isNegative(halves.x, cut: cut) != isNegative(halves.y, cut: cut)
  }

  /// Whether the lowest n bands have a Berry phase of pi around a triangle; of real states.
  func isOdd(_ t: Triangle, cut: Int) -> Bool {
    (isNegative(t.edges.x, cut: cut) != isNegative(t.edges.y, cut: cut))
      != isNegative(t.edges.z, cut: cut)
  }

  /// Berry flux of the lowest n bands through a triangle, -pi...pi: the phase around it, counter-clockwise where the
  /// second side of the domain is to the left of the first, by the connection i<u|grad u>.
  func flux(_ t: Triangle, cut: Int) -> Double {
    let sum =
      phase(t.edges.x, from: t.corners.x, cut) + phase(t.edges.y, from: t.corners.y, cut)
      + phase(t.edges.z, from: t.corners.z, cut)
    return -(sum - 2 * Double.pi * (sum / (2 * Double.pi)).rounded())
  }

  /// Sum of the arguments of the determinants along an edge.
  /// - Parameter deep: whether halves are followed in their halves.
  private func phase(_ at: Int32, from start: Int32, _ cut: Int, deep: Bool = true, level: Int = 0)
    -> Double
  {
    let edge = edges[Int(at)]
    if edge.halves.x < 0 || (!deep && level > 0) {
      let phase = determinant(at, cut: cut).argument
      return edge.ends.x == start ? phase : -phase
    }
    let first = edges[Int(edge.halves.x)].ends
    let middle = first.x == edge.ends.x ? first.y : first.x
    return edge.ends.x == start
      ? phase(edge.halves.x, from: start, cut, deep: deep, level: 1)
        + phase(edge.halves.y, from: middle, cut, deep: deep, level: 1)
      : phase(edge.halves.y, from: start, cut, deep: deep, level: 1)
        + phase(edge.halves.x, from: middle, cut, deep: deep, level: 1)
  }

  /// The end of an edge of the border from which the domain is to the left, where the second side is to the left of the
  /// first; nil inside.
  func borderStart(_ at: Int) -> Int32? {
    let ends = edges[at].ends
    let (p, q) = (positions[Int(ends.x)], positions[Int(ends.y)])
    let far = divisions &* SIMD2(repeating: Self.unit)
    if p.y == 0 && q.y == 0 { return p.x < q.x ? ends.x : ends.y }
    if p.x == 0 && q.x == 0 { return p.y > q.y ? ends.x : ends.y }
    if domain.isParallelogram {
      if p.x == far.x && q.x == far.x { return p.y < q.y ? ends.x : ends.y }
      if p.y == far.y && q.y == far.y { return p.x > q.x ? ends.x : ends.y }
    } else if p.x + p.y == far.x && q.x + q.y == far.x {
      return p.y < q.y ? ends.x : ends.y
    }
    return nil
  }

  /// What the flux through the domain changes by where an edge of the border is followed in halves.
  func detour(_ at: Int, cut: Int) -> Double {
    guard let start = borderStart(at), edges[at].halves.x >= 0 else { return 0 }
    let direct = determinant(Int32(at), cut: cut).argument
    let change =
      phase(Int32(at), from: start, cut, deep: false)
      - (edges[at].ends.x == start ? direct : -direct)
    return -(change - 2 * Double.pi * (change / (2 * Double.pi)).rounded())
  }
}

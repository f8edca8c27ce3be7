/// Triangles over the wedge Gamma-K-K', a sixth of the Brillouin zone, with the states at their corners.
/// A triangle that is cut into four leaves its neighbours as they are: they see its edges in two halves.
///
/// Positions are (u K + v K')/scale with whole u, v, so that halved edges meet exactly.
struct WedgeMesh<Hamiltonian: RealBlochHamiltonian> {
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
  let divisions: Int
  let scale: Int32
  private(set) var states: BlochStates<Hamiltonian>
  private(set) var positions: [Position] = []
  private(set) var triangles: [Triangle] = []
  private(set) var edges: [Edge] = []
  private var table = BlochStates<Hamiltonian>.Table()
  private var places: [Position: Int32] = [:]
  private var edgePlaces: [SIMD2<Int32>: Int32] = [:]
  /// [edges][count - 1]: determinants of the overlaps of the lowest n states at the ends, n = 1 ...
  private var overlaps: [Double] = []

  /// - Parameter divisions: of the edges, even, so that M is a corner.
  init(_ states: BlochStates<Hamiltonian>, divisions: Int) {
    self.states = states
    self.divisions = divisions
    scale = Int32(divisions) << Int32(Self.depth)
    let n = Int32(divisions)
    let unit = Int32(1) << Int32(Self.depth)
    places.reserveCapacity((divisions + 1) * (divisions + 2) / 2)
    edgePlaces.reserveCapacity(3 * divisions * (divisions + 1) / 2)
    for u in 0...n { for v in 0...(n - u) { _ = point(Position(u, v) &* unit) } }
    for u in 0..<n {
      for v in 0..<(n - u) {
        let a = Position(u, v) &* unit
        let (x, y) = (a &+ Position(unit, 0), a &+ Position(0, unit))
        add(point(a), point(x), point(y), depth: 0)
        if u + v + 2 <= n {
          add(point(x), point(a &+ Position(unit, unit)), point(y), depth: 0)
        }
      }
    }
    solveNew()
  }

  mutating func withStates<Result>(
    _ body: (inout BlochStates<Hamiltonian>) -> Result
  ) -> Result { body(&states) }

  var gamma: Position { Position(0, 0) }
  var k: Position { Position(scale, 0) }
  var kPrime: Position { Position(0, scale) }

  /// Triangles that cover the wedge.
  var leaves: [Int] { triangles.indices.filter { !triangles[$0].isCut } }

  func wave(_ p: SIMD2<Double>) -> KPoint {
    let third = 1 / (3 * Double(scale))
    return KPoint((2 * p.x + p.y) * third, (p.x + 2 * p.y) * third)
  }

  func position(of point: Int32) -> SIMD2<Double> { SIMD2<Double>(positions[Int(point)]) }

  /// The position of a wave vector.
  func position(_ k: KPoint) -> SIMD2<Double> {
    Double(scale) * SIMD2(2 * k.x1 - k.x2, 2 * k.x2 - k.x1)
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

  /// Whether a position is Gamma, K, K' or M.
  func isSpecial(_ at: Int) -> Bool {
    [gamma, k, kPrime, Position(scale / 2, scale / 2)].contains(positions[at])
  }

  /// Determinant of the overlap of the lowest n states at the ends of an edge.
  func determinant(_ edge: Int32, cut: Int) -> Double {
    overlaps[Int(edge) * (states.count - 1) + cut - 1]
  }

  /// Whether the determinants along an edge, in halves where it was cut, are negative together.
  func isNegative(_ edge: Int32, cut: Int) -> Bool {
    let halves = edges[Int(edge)].halves
    if halves.x < 0 { return determinant(edge, cut: cut) < 0 }
    return isNegative(halves.x, cut: cut) != isNegative(halves.y, cut: cut)
  }

  /// Whether the lowest n bands have a Berry phase of pi around a triangle.
  func isOdd(_ t: Triangle, cut: Int) -> Bool {
    (isNegative(t.edges.x, cut: cut) != isNegative(t.edges.y, cut: cut))
      != isNegative(t.edges.z, cut: cut)
  }

  private mutating func point(_ p: Position) -> Int32 {
    if let known = places[p] { return known }
    let new = Int32(positions.count)
    places[p] = new
    positions.append(p)
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
    let (size, cuts) = (states.hamiltonian.order * states.count, states.count - 1)
    let first = overlaps.count / max(cuts, 1)
    overlaps.append(contentsOf: repeatElement(0, count: (edges.count - first) * cuts))
    var determinants = OverlapDeterminants<Double>(order: states.hamiltonian.order, count: cuts)
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

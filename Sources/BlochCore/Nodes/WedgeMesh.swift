/// Triangles over the wedge Gamma-K-K', a sixth of the Brillouin zone, with the states at their corners.
///
/// Positions are (u K + v K')/scale with whole u, v, so that halved edges meet exactly.
struct WedgeMesh<Hamiltonian: RealBlochHamiltonian> {
  typealias Position = SIMD2<Int32>

  struct Triangle: Hashable {
    var corners: (Position, Position, Position)
    var depth: Int

    static func == (a: Self, b: Self) -> Bool { a.corners == b.corners }
    func hash(into hasher: inout Hasher) {
      hasher.combine(corners.0)
      hasher.combine(corners.1)
      hasher.combine(corners.2)
    }

    var list: [Position] { [corners.0, corners.1, corners.2] }

    /// Four of half the size.
    var quarters: [Triangle] {
      let (a, b, c) = corners
      let (ab, bc, ca) = ((a &+ b) / 2, (b &+ c) / 2, (c &+ a) / 2)
      return [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)].map {
        Triangle(corners: $0, depth: depth + 1)
      }
    }

    /// Whether a position, in the same unit, lies inside or on the edge.
    func contains(_ p: SIMD2<Double>) -> Bool {
      func side(_ a: Position, _ b: Position) -> Double {
        let (a, b) = (SIMD2<Double>(a), SIMD2<Double>(b))
        return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
      }
      let (a, b, c) = corners
      let (x, y, z) = (side(a, b), side(b, c), side(c, a))
      return (x >= 0 && y >= 0 && z >= 0) || (x <= 0 && y <= 0 && z <= 0)
    }
  }

  /// Halvings that positions have room for.
  static var depth: Int { 12 }
  let divisions: Int
  let scale: Int32
  private(set) var states: BlochStates<Hamiltonian>
  private var places: [Position: Int] = [:]
  private var solved: [BlochStates<Hamiltonian>.States] = []
  private var overlaps: [SIMD2<Int>: [Double]] = [:]

  /// - Parameter divisions: of the edges, even, so that M is a corner.
  init(_ states: BlochStates<Hamiltonian>, divisions: Int) {
    self.states = states
    self.divisions = divisions
    scale = Int32(divisions) << Int32(Self.depth)
  }

  mutating func withStates<Result>(
    _ body: (inout BlochStates<Hamiltonian>) -> Result
  ) -> Result { body(&states) }

  var gamma: Position { Position(0, 0) }
  var k: Position { Position(scale, 0) }
  var kPrime: Position { Position(0, scale) }
  private var unit: Int32 { 1 << Int32(Self.depth) }

  /// Corners of the coarsest triangles.
  var basePositions: [Position] {
    var list: [Position] = []
    for u in 0...Int32(divisions) {
      for v in 0...(Int32(divisions) - u) { list.append(Position(u, v) &* unit) }
    }
    return list
  }

  var baseTriangles: [Triangle] {
    var list: [Triangle] = []
    let n = Int32(divisions)
    for u in 0..<n {
      for v in 0..<(n - u) {
        let a = Position(u, v) &* unit
        let (x, y) = (Position(unit, 0), Position(0, unit))
        list.append(Triangle(corners: (a, a &+ x, a &+ y), depth: 0))
        if u + v + 2 <= n {
          list.append(Triangle(corners: (a &+ x, a &+ x &+ y, a &+ y), depth: 0))
        }
      }
    }
    return list
  }

  /// Neighbours of a corner of the coarsest triangles, those beyond the wedge's edges left out.
  func neighbours(_ p: Position) -> [Position] {
    [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)].map {
      p &+ Position($0.0, $0.1) &* unit
    }.filter { $0.x >= 0 && $0.y >= 0 && $0.x + $0.y <= scale }
  }

  func wave(_ p: SIMD2<Double>) -> KPoint {
    let third = 1 / (3 * Double(scale))
    return KPoint((2 * p.x + p.y) * third, (p.x + 2 * p.y) * third)
  }

  /// The position of a wave vector.
  func position(_ k: KPoint) -> SIMD2<Double> {
    Double(scale) * SIMD2(2 * k.x1 - k.x2, 2 * k.x2 - k.x1)
  }

  /// Solves at those positions that are new.
  mutating func prepare(_ positions: some Sequence<Position>) {
    var new: [Position] = []
    for p in positions where places[p] == nil {
      places[p] = solved.count + new.count
      new.append(p)
    }
    solved += states.states(at: new.map { wave(SIMD2<Double>($0)) })
  }

  /// E of the bands around a cut.
  func gap(_ p: Position, cut: Int) -> Double {
    let energies = solved[places[p]!].energies
    return energies[cut] - energies[cut - 1]
  }

  /// Determinants of the overlaps of the lowest n states at both ends, n = 1 ...: [count - 1].
  mutating func determinants(_ a: Position, _ b: Position) -> [Double] {
    let (i, j) = (places[a]!, places[b]!)
    let key = SIMD2(min(i, j), max(i, j))
    if let known = overlaps[key] { return known }
    let found = Self.determinants(
      solved[i].vectors, solved[j].vectors, order: states.hamiltonian.order,
      count: states.count - 1)
    overlaps[key] = found
    return found
  }

  private static func determinants(_ a: [Double], _ b: [Double], order: Int, count: Int)
    -> [Double]
  {
    var s = [Double](repeating: 0, count: count * count)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        for i in 0..<count {
          for j in 0..<count {
            var sum = SIMD4<Double>.zero
            var e = 0
            while e + 4 <= order {
              let x = UnsafeRawPointer(a.baseAddress! + i * order + e)
                .loadUnaligned(as: SIMD4<Double>.self)
              let y = UnsafeRawPointer(b.baseAddress! + j * order + e)
                .loadUnaligned(as: SIMD4<Double>.self)
              sum.addProduct(x, y)
              e += 4
            }
            var rest = sum.sum()
            while e < order {
              rest += a[i * order + e] * b[j * order + e]
              e += 1
            }
            s[i * count + j] = rest
          }
        }
      }
    }
    return (1...count).map { determinant(s, stride: count, order: $0) }
  }

  /// Of the leading n x n part, by elimination with pivoting.
  private static func determinant(_ s: [Double], stride: Int, order n: Int) -> Double {
    var m = s
    var result = 1.0
    for c in 0..<n {
      var pivot = c
      for r in c + 1..<max(n, c + 1) where abs(m[r * stride + c]) > abs(m[pivot * stride + c]) {
        pivot = r
      }
      if pivot != c {
        result = -result
        for j in c..<n { m.swapAt(pivot * stride + j, c * stride + j) }
      }
      let top = m[c * stride + c]
      result *= top
      if top == 0 { return 0 }
      for r in c + 1..<max(n, c + 1) {
        let factor = m[r * stride + c] / top
        for j in c..<n { m[r * stride + j] -= factor * m[c * stride + j] }
      }
    }
    return result
  }
}

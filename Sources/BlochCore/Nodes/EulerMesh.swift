import Glibc

/// Triangles over the wedge Gamma-K-K' with the frames of two bands at their corners.
///
/// Positions are (u K + v K')/scale with whole u, v. An edge may be cut into halves, and these again;
/// the triangles on both sides go along the same pieces, so that what they share cancels.
struct EulerMesh<Hamiltonian: RealBlochHamiltonian> {
  typealias Position = SIMD2<Int32>
  /// Smallest determinant of an overlap that is gone on with.
  private static var clear: Double { 0.6 }
  /// Largest flux of a triangle.
  private static var largestFlux: Double { 1 }
  /// Halvings of a triangle.
  private static var depth: Int32 { 10 }

  struct Triangle {
    var corners: [Position]
    var depth: Int32
  }

  private struct Edge: Hashable {
    var a: Position
    var b: Position

    /// The same for both directions.
    init(_ a: Position, _ b: Position) {
      let isOrdered = (a.x, a.y) < (b.x, b.y)
      (self.a, self.b) = isOrdered ? (a, b) : (b, a)
    }

    var middle: Position { (a &+ b) / 2 }
    /// Its image under C6 or C2 if it lies on the wedge's border: (u, v) <-> (v, u) there.
    func image(_ scale: Int32) -> Edge? {
      let isBorder =
        (a.x == 0 && b.x == 0) || (a.y == 0 && b.y == 0)
        || (a.x + a.y == scale && b.x + b.y == scale)
      return isBorder ? Edge(Position(a.y, a.x), Position(b.y, b.x)) : nil
    }
  }

  private let firstBand: Int
  private let scale: Int32
  private(set) var states: BlochStates<Hamiltonian>
  private(set) var triangles: [Triangle] = []
  private var places: [Position: Int] = [:]
  /// [places][2][order]
  private var frames: [[Double]] = []
  private var cut: Set<Edge> = []
  private var overlaps: [SIMD2<Int>: SIMD4<Double>] = [:]

  init(_ hamiltonian: Hamiltonian, firstBand: Int, divisions: Int) {
    self.firstBand = firstBand
    states = BlochStates(hamiltonian, count: firstBand + 1)
    // An edge is halved once more than its triangle may be.
    let unit: Int32 = 1 << (Self.depth + 1)
    let n = Int32(divisions)
    scale = n * unit
    for u in 0..<n {
      for v in 0..<(n - u) {
        let (a, x, y) = (Position(u, v) &* unit, Position(unit, 0), Position(0, unit))
        triangles.append(Triangle(corners: [a, a &+ x, a &+ y], depth: 0))
        if u + v + 2 <= n {
          triangles.append(Triangle(corners: [a &+ x, a &+ x &+ y, a &+ y], depth: 0))
        }
      }
    }
  }

  /// - Returns: false when it comes to no end.
  mutating func refine() -> Bool {
    prepare(triangles.flatMap(\.corners))
    while true {
      var next: [Triangle] = []
      var isDone = true
      guard clearEdges() else { return false }
      for triangle in triangles {
        let path = self.border(triangle)
        let flux = self.flux(around: path)
        if let flux, abs(flux) < Self.largestFlux {
          next.append(triangle)
          continue
        }
        if triangle.depth == Self.depth { return false }
        isDone = false
        let (a, b, c) = (triangle.corners[0], triangle.corners[1], triangle.corners[2])
        let (ab, bc, ca) = ((a &+ b) / 2, (b &+ c) / 2, (c &+ a) / 2)
        for edge in [Edge(a, b), Edge(b, c), Edge(c, a)] { halve(edge) }
        next += [[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]].map {
          Triangle(corners: $0, depth: triangle.depth + 1)
        }
      }
      triangles = next
      if isDone { return true }
      prepare(triangles.flatMap(\.corners) + cut.map(\.middle))
    }
  }

  /// Flux of the Euler form through the wedge; nil when no orientation suits all edges.
  mutating func flux() -> Double? {
    let borders = triangles.map { border($0) }
    var neighbours = [[Int]](repeating: [], count: frames.count)
    for border in borders {
      for (i, a) in border.enumerated() {
        let b = border[(i + 1) % border.count]
        neighbours[a].append(b)
        neighbours[b].append(a)
      }
    }
    // Orientations along a tree; each edge is tried below.
    var signs = [Double](repeating: 0, count: frames.count)
    var waiting = [borders[0][0]]
    signs[borders[0][0]] = 1
    while let a = waiting.popLast() {
      for b in neighbours[a] where signs[b] == 0 {
        signs[b] = signs[a] * (Self.determinant(overlap(a, b)) < 0 ? -1 : 1)
        waiting.append(b)
      }
    }
    var sum = 0.0
    for border in borders {
      var flux = 0.0
      for (i, a) in border.enumerated() {
        let b = border[(i + 1) % border.count]
        let s = overlap(a, b)
        guard Self.determinant(s) * signs[a] * signs[b] > 0 else { return nil }
        flux += Self.angle(s, signs[a], signs[b])
      }
      sum += remainder(flux, 2 * Double.pi)
    }
    return sum
  }

  /// Halves edges until neighbouring frames can be matched.
  private mutating func clearEdges() -> Bool {
    var active = triangles.flatMap { t in
      (0..<3).map { (t.corners[$0], t.corners[($0 + 1) % 3]) }
    }
    while !active.isEmpty {
      var next: [(Position, Position)] = []
      var halved: [Edge] = []
      for (a, b) in active {
        let edge = Edge(a, b)
        if !cut.contains(edge) {
          if abs(Self.determinant(overlap(places[a]!, places[b]!))) > Self.clear { continue }
          let size = max(abs(a.x - b.x), abs(a.y - b.y))
          if size < 2 { return false }
          halved.append(edge)
        }
        next += [(a, edge.middle), (edge.middle, b)]
      }
      for edge in halved { halve(edge) }
      prepare(cut.map(\.middle))
      active = next
    }
    return true
  }

  private mutating func halve(_ edge: Edge) {
    cut.insert(edge)
    if let image = edge.image(scale) { cut.insert(image) }
  }

  /// Places around a triangle, along the pieces of its edges.
  private func border(_ triangle: Triangle) -> [Int] {
    var result: [Int] = []
    func walk(_ a: Position, _ b: Position) {
      let edge = Edge(a, b)
      guard cut.contains(edge) else {
        result.append(places[a]!)
        return
      }
      walk(a, edge.middle)
      walk(edge.middle, b)
    }
    for i in 0..<3 { walk(triangle.corners[i], triangle.corners[(i + 1) % 3]) }
    return result
  }

  /// In -pi...pi, up to sign; nil where the frame comes back mirrored.
  private mutating func flux(around border: [Int]) -> Double? {
    var (sum, sign) = (0.0, 1.0)
    for (i, a) in border.enumerated() {
      let s = overlap(a, border[(i + 1) % border.count])
      let next = sign * (Self.determinant(s) < 0 ? -1 : 1)
      sum += Self.angle(s, sign, next)
      sign = next
    }
    return sign > 0 ? remainder(sum, 2 * Double.pi) : nil
  }

  /// Of the rotation nearest to an overlap, after the second states were multiplied by signs.
  private static func angle(_ s: SIMD4<Double>, _ row: Double, _ column: Double) -> Double {
    atan2(s[1] * column - s[2] * row, s[0] + s[3] * row * column)
  }

  private static func determinant(_ s: SIMD4<Double>) -> Double { s[0] * s[3] - s[1] * s[2] }

  /// Overlaps of the two states at one place with those at another, row by row.
  private mutating func overlap(_ a: Int, _ b: Int) -> SIMD4<Double> {
    if let known = overlaps[SIMD2(a, b)] { return known }
    let s = SmallMatrix(overlaps: frames[a], frames[b], size: 2).elements
    let found = SIMD4(s[0], s[1], s[2], s[3])
    overlaps[SIMD2(a, b)] = found
    overlaps[SIMD2(b, a)] = SIMD4(s[0], s[2], s[1], s[3])
    return found
  }

  /// Solves at those positions that are new.
  private mutating func prepare(_ positions: [Position]) {
    var new: [KPoint] = []
    let third = 1 / (3 * Double(scale))
    for p in positions where places[p] == nil {
      places[p] = frames.count + new.count
      let (u, v) = (Double(p.x), Double(p.y))
      new.append(KPoint((2 * u + v) * third, (u + 2 * v) * third))
    }
    let order = states.hamiltonian.order
    frames += states.states(at: new).map {
      Array($0.vectors[((firstBand - 1) * order)..<((firstBand + 1) * order)])
    }
  }
}

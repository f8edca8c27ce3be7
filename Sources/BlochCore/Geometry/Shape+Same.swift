import Glibc

extension Shape {
  /// Whether two shapes are one, up to a lattice vector, the order of corners and 1e-9.
  func isSame(as other: Shape) -> Bool {
    switch (self, other) {
    case (.ellipse(let a), .ellipse(let b)):
      guard Self.isSamePlace(SIMD2(a.x1 - b.x1, a.x2 - b.x2)) else { return false }
      func turned(_ turn: Double) -> Bool {
        let half = ((turn / 180).rounded() * 180 - turn)
        return abs(half) < 1e-7 || Self.isSame(a.radius1, a.radius2)
      }
      return
        (Self.isSame(a.radius1, b.radius1) && Self.isSame(a.radius2, b.radius2)
        && turned(a.turn - b.turn))
        || (Self.isSame(a.radius1, b.radius2) && Self.isSame(a.radius2, b.radius1)
          && turned(a.turn - b.turn + 90))
    case (.ring(let a), .ring(let b)):
      return Self.isSamePlace(SIMD2(a.x1 - b.x1, a.x2 - b.x2)) && Self.isSame(a.inner, b.inner)
        && Self.isSame(a.outer, b.outer)
    case (.polygon(let a), .polygon(let b)): return a.isSame(as: b)
    default: return false
    }
  }

  fileprivate static let tolerance = 1e-9

  fileprivate static func isSame(_ a: Double, _ b: Double) -> Bool { abs(a - b) < tolerance }

  fileprivate static func isSamePlace(_ difference: SIMD2<Double>) -> Bool {
    let rest = difference - difference.rounded(.toNearestOrEven)
    return abs(rest.x) < tolerance && abs(rest.y) < tolerance
  }
}

extension Shape.Polygon {
  fileprivate func isSame(as other: Shape.Polygon) -> Bool {
    let n = corners.count
    guard n == other.corners.count else { return false }
    let first = corners[0]
    return (0..<n).contains { start in
      let shift = other.corners[start] - first
      guard Shape.isSamePlace(shift) else { return false }
      return [1, n - 1].contains { step in
        (1..<n).allSatisfy { i in
          let rest = other.corners[(start + i * step) % n] - corners[i] - shift
          return abs(rest.x) < Shape.tolerance && abs(rest.y) < Shape.tolerance
        }
      }
    }
  }
}

import WallpaperGroups

/// A level set on the points of a grid of triangles that the whole group maps to itself: rotation centres are points
/// of the grid, mirror lines run along its edges.
///
/// Points i a1/N1 + j a2/N2, joined as the pattern tells.
struct MarchingGrid {
  let group: MotionGroup
  /// N1, N2.
  let n1: Int
  let n2: Int
  let pattern: GridPattern
  /// About the number of points along the shorter of a1 and a2.
  let resolution: Int
  /// [N1 x N2], i + N1 j: value, and derivatives by the coordinates on a1 and a2.
  private(set) var values: [SIMD4<Double>]
  /// The points where the level set has been evaluated, one of each orbit.
  private(set) var representatives: [Int32] = []

  init(_ field: LevelField, resolution: Int) {
    group = field.group
    self.resolution = resolution
    pattern = GridPattern(group.group)
    let lattice = group.lattice
    let pitch = min(1, lattice.ratio) / (Double(resolution) * pattern.density)
    let unit = pattern.unit
    func points(_ length: Double) -> Int {
      max(1, Int((length / pitch / Double(unit)).rounded())) * unit
    }
    n1 = points(1)
    n2 = points(lattice.ratio)
    values = Array(repeating: SIMD4(repeating: .nan), count: n1 * n2)
    let (c, s) = (group.a2.x, group.a2.y)
    for j in 0..<n2 {
      for i in 0..<n1 where values[i + n1 * j].x.isNaN && pattern.contains(i, j) {
        let sample = field.sample(atReduced: Place(Double(i) / Double(n1), Double(j) / Double(n2)))
        representatives.append(Int32(i + n1 * j))
        let (d1, d2) = (sample.x, c * sample.x + s * sample.y)
        for g in 0..<group.order {
          let f = group.forms[g]
          let (k, l) = image(f, i, j)
          // The row vector (d1, d2) W^-1.
          let sign = Double(f.isMirror ? -1 : 1)
          let (w11, w12) = (sign * Double(f.w22), -sign * Double(f.w12))
          let (w21, w22) = (-sign * Double(f.w21), sign * Double(f.w11))
          values[wrapped(k, n1) + n1 * wrapped(l, n2)] = SIMD4(
            sample.value, d1 * w11 + d2 * w21, d1 * w12 + d2 * w22, 0)
        }
      }
    }
  }

  /// The image of a point under an operation, where it need not lie in the cell.
  @inline(__always)
  func image(_ f: MotionGroup.Form, _ i: Int, _ j: Int) -> (Int, Int) {
    // Operations that mix a1 and a2 make N1 = N2.
    (f.w11 * i + f.w12 * j + f.t1 * n1 / 2, f.w21 * i + f.w22 * j + f.t2 * n2 / 2)
  }

  @inline(__always)
  func wrapped(_ i: Int, _ n: Int) -> Int {
    if i >= 0 && i < n { return i }
    let r = i % n
    return r < 0 ? r + n : r
  }

  @inline(__always)
  func index(_ p: GridPoint) -> Int { wrapped(p.i, n1) + n1 * wrapped(p.j, n2) }

  /// Steps to the neighbours of a point, counter-clockwise.
  @inline(__always)
  func steps(from p: GridPoint) -> [(Int, Int)] { pattern.steps(p.i, p.j) }

  @inline(__always)
  func value(_ p: GridPoint) -> Double { values[index(p)].x }

  @inline(__always)
  func isInside(_ p: GridPoint) -> Bool { value(p) >= 0 }

  /// Derivative of the level set along the step from a point to a neighbour.
  func slope(_ p: GridPoint, _ step: (Int, Int)) -> Double {
    let v = values[index(p)]
    return v.y * Double(step.0) / Double(n1) + v.z * Double(step.1) / Double(n2)
  }

  func place(_ p: GridPoint) -> Vector {
    group.translation(Double(p.i) / Double(n1), Double(p.j) / Double(n2))
  }

  /// The point that completes the triangle on the left of the edge from `p` to `q`.
  func left(of p: GridPoint, _ q: GridPoint) -> GridPoint {
    // Seen from the end with the more neighbours.
    let (a, b) = (steps(from: p), steps(from: q))
    let backward = b.count > a.count
    let (from, to, steps) = backward ? (q, p, b) : (p, q, a)
    let k = steps.firstIndex { $0 == (to.i - from.i, to.j - from.j) }!
    let step = steps[(k + (backward ? steps.count - 1 : 1)) % steps.count]
    return GridPoint(i: from.i + step.0, j: from.j + step.1)
  }
}

/// A point of a grid, anywhere in the plane.
struct GridPoint: Equatable {
  var i: Int
  var j: Int
}

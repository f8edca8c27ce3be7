import WallpaperGroups

/// Which curves and images of curves come near a curve: boxes around them overlap.
struct CurveNeighbours {
  struct Image {
    let curve: Int
    let shift: SIMD2<Double>
    /// The shift as a lattice vector m1 a1 + m2 a2.
    let m1: Int
    let m2: Int
  }

  private let lattice: Lattice
  private let boxes: [(low: SIMD2<Double>, high: SIMD2<Double>)]
  /// The curves in each of `bins` strips along a2, by their coordinates along a1 modulo 1.
  private var strips: [[Int]]

  /// - Parameter margin: added around every box.
  init(_ curves: [RimCurve], _ lattice: Lattice, margin: Double) {
    self.lattice = lattice
    boxes = curves.map {
      let box = $0.bounds
      return (box.low - margin, box.high + margin)
    }
    strips = [[Int]](repeating: [], count: max(1, min(curves.count / 8, 2048)))
    for k in curves.indices { for strip in strips(of: k) { strips[strip].append(k) } }
  }

  /// The strips that a curve's box touches.
  private func strips(of k: Int) -> [Int] {
    let count = strips.count
    // x1 = x - y/tan.
    let tangent = lattice.sine / lattice.cosine
    let (up, down) = (boxes[k].high.y / tangent, boxes[k].low.y / tangent)
    let first = ((boxes[k].low.x - max(up, down)) * Double(count)).rounded(.down)
    let last = ((boxes[k].high.x - min(up, down)) * Double(count)).rounded(.down)
    if last - first + 1 >= Double(count) { return Array(0..<count) }
    return (Int(first)...Int(last)).map { ($0 % count + count) % count }
  }

  /// The images near curve k, without itself.
  func images(near k: Int) -> [Image] {
    var found: [Image] = []
    var seen: Set<Int> = []
    for strip in strips(of: k) {
      for j in strips[strip] where seen.insert(j).inserted {
        lattice.shifts(
          low: boxes[k].low - boxes[j].high, high: boxes[k].high - boxes[j].low
        ) { shift, m1, m2 in
          if j != k || m1 != 0 || m2 != 0 {
            found.append(Image(curve: j, shift: shift, m1: m1, m2: m2))
          }
        }
      }
    }
    return found
  }
}

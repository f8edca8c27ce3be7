import Glibc
import LinearAlgebra
import WallpaperGroups

/// The integrals of (G.n) sin(G.r), and of (G.n) cos(G.r) where they are wanted, along parts of a rim for all G at once, by Gauss quadrature to rounding: sums over nodes
/// of products of one-dimensional waves.
struct RimIntegral {
  /// [component of n along b1, b2]: sum of weight n sin(G.r) = sin cos + cos sin over the nodes, [n2][n1] from 0.
  private var sineCosine: [RealMatrix] = []
  private var cosineSine: [RealMatrix] = []
  /// The same of cos(G.r) = cos cos - sin sin; empty unless wanted.
  private var cosines: [RealMatrix] = []
  private var sines: [RealMatrix] = []

  /// Nodes that are worked on at once.
  private static let together = 4096

  /// Nil without parts.
  /// - Parameter withCosines: whether the integrals of cosines are wanted too.
  init?(_ parts: [ShapeRim.Part], _ lattice: Lattice, reach: Int, withCosines: Bool) {
    if parts.isEmpty { return nil }
    let zero = RealMatrix(rows: reach + 1, columns: reach + 1)
    sineCosine = [zero, zero]
    cosineSine = [zero, zero]
    if withCosines { (cosines, sines) = ([zero, zero], [zero, zero]) }
    let longest = Self.longest(lattice) * Double(reach)
    var rules: [Int: [(node: Double, weight: Double)]] = [:]
    var nodes = Nodes()
    for part in parts {
      let half = (part.to - part.from) / 2
      // The phase along a part; quadrature converges beyond half of it.
      let phase = 0.6 * longest * part.curve.length(from: part.from, to: part.to)
      var order = Int(phase.rounded(.up)) + 24
      if case .segment = part.curve { order -= 16 }
      let rule = rules[order] ?? GaussRule.legendre(order)
      rules[order] = rule
      for (node, weight) in rule {
        let t = part.from + half * (1 + node)
        let p = part.curve.point(t)
        let along = part.side * weight * half * part.curve.velocity(t)
        nodes.append(p, normal: SIMD2(along.y, -along.x), lattice)
      }
      if nodes.x1.count >= Self.together {
        add(nodes, reach)
        nodes = Nodes()
      }
    }
    add(nodes, reach)
  }

  /// The longest of n1 b1 + n2 b2, |n1|, |n2| <= 1.
  private static func longest(_ lattice: Lattice) -> Double {
    if lattice == .hexagonal { return 4 * Double.pi }
    let ends = [1.0, -1].map { lattice.waveVector(x1: 1, x2: $0) }
    return max(hypot(ends[0].x, ends[0].y), hypot(ends[1].x, ends[1].y))
  }

  private struct Nodes {
    /// r = x1 a1 + x2 a2.
    var x1: [Double] = []
    var x2: [Double] = []
    /// b1.n and b2.n.
    var normals: [[Double]] = [[], []]

    mutating func append(_ p: SIMD2<Double>, normal n: SIMD2<Double>, _ lattice: Lattice) {
      let place = lattice.coordinates(p)
      x2.append(place.y)
      x1.append(place.x)
      // bi.n is 2 pi times the coordinate of n along ai.
      normals[0].append(2 * Double.pi * lattice.coordinates(n).x)
      normals[1].append(2 * Double.pi * n.y / (lattice.ratio * lattice.sine))
    }
  }

  private mutating func add(_ nodes: Nodes, _ reach: Int) {
    let count = nodes.x1.count
    if count == 0 { return }
    func waves(_ x: [Double], _ function: (Double) -> Double) -> RealMatrix {
      var table = RealMatrix(rows: count, columns: reach + 1)
      for q in 0...reach {
        for i in 0..<count {
          table.storage[i + q * count] = function(2 * Double.pi * Double(q) * x[i])
        }
      }
      return table
    }
    let (c1, s1) = (waves(nodes.x1, cos), waves(nodes.x1, sin))
    let (c2, s2) = (waves(nodes.x2, cos), waves(nodes.x2, sin))
    func weighted(_ first: RealMatrix, _ weights: [Double]) -> RealMatrix {
      var result = first
      for q in 0...reach {
        for i in 0..<count { result.storage[i + q * count] *= weights[i] }
      }
      return result
    }
    for (component, normal) in nodes.normals.enumerated() {
      sineCosine[component].add(1, c2, transposed: true, weighted(s1, normal))
      cosineSine[component].add(1, s2, transposed: true, weighted(c1, normal))
      if cosines.isEmpty { continue }
      cosines[component].add(1, c2, transposed: true, weighted(c1, normal))
      sines[component].add(1, s2, transposed: true, weighted(s1, normal))
    }
  }

  /// Of (G.n) cos(G.r), for G = n1 b1 + n2 b2, n1 >= 0; 0 unless wanted.
  func cosine(_ n1: Int, _ n2: Int) -> Double {
    if cosines.isEmpty { return 0 }
    let sign: Double = n2 < 0 ? -1 : 1
    var sum = 0.0
    for (component, n) in [n1, n2].enumerated() {
      sum += Double(n) * (cosines[component][abs(n2), n1] - sign * sines[component][abs(n2), n1])
    }
    return sum
  }

  /// Of (G.n) sin(G.r), for G = n1 b1 + n2 b2, n1 >= 0.
  subscript(n1: Int, n2: Int) -> Double {
    let sign: Double = n2 < 0 ? -1 : 1
    var sum = 0.0
    for (component, n) in [n1, n2].enumerated() {
      sum +=
        Double(n)
        * (sineCosine[component][abs(n2), n1] + sign * cosineSine[component][abs(n2), n1])
    }
    return sum
  }
}

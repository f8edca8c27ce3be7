/// In which order the nodes of a domain are eliminated: the triangles are halved again and again, and a node goes as
/// soon as all of its triangles are together (nested dissection). Nodes on the domain's boundary stay.
struct DissectionTree: Sendable {
  /// A part of the domain: the dense matrix of its nodes that other parts see, or that are eliminated in it.
  struct Front: Sendable {
    /// Of `nodes`: those eliminated here, then those that remain.
    var nodes: Range<Int>
    var eliminated: Int
    /// The halves, which stand before it; none of a part that is not halved.
    var children: [Int]
    /// Of `places`, for each child: where its remaining nodes stand in this front.
    var childPlaces: [Range<Int>]
    /// Of `triangles`, where it is not halved.
    var triangles: Range<Int>
    /// Where its columns begin in the factor.
    var factor: Int

    var size: Int { nodes.count }
    var remaining: Int { nodes.count - eliminated }
  }

  /// Children before their parents; the last is the domain, whose remaining nodes are its boundary.
  private(set) var fronts: [Front] = []
  private(set) var nodes: [Int32] = []
  private(set) var places: [Int32] = []
  private(set) var triangles: [Int32]
  /// [triangles x 6], in the order of `triangles`: where the nodes stand in the front; -1 where the field is zero.
  private(set) var trianglePlaces: [Int32] = []
  /// Numbers in the factor, all columns.
  private(set) var factorCount = 0

  var root: Front { fronts[fronts.count - 1] }

  private static let leafSize = 6

  init(_ domain: ElementDomain) {
    triangles = (0..<domain.triangleCount).map { Int32($0) }
    var builder = Builder(domain)
    _ = build(0..<triangles.count, &builder)
  }

  private struct Builder {
    let domain: ElementDomain
    /// [triangles]: three times the centroids.
    var x: [Double] = []
    var y: [Double] = []
    /// [nodes]: how many triangles have it.
    var uses: [Int32]
    /// [nodes]: place in the front at hand, or -1.
    var place: [Int32]

    init(_ domain: ElementDomain) {
      self.domain = domain
      for t in 0..<domain.triangleCount {
        let v = (0..<3).map { Int(domain.triangles[6 * t + $0]) }
        x.append(domain.x[v[0]] + domain.x[v[1]] + domain.x[v[2]])
        y.append(domain.y[v[0]] + domain.y[v[1]] + domain.y[v[2]])
      }
      uses = [Int32](repeating: 0, count: domain.nodeCount)
      for node in domain.triangles { uses[Int(node)] += 1 }
      place = [Int32](repeating: -1, count: domain.nodeCount)
    }
  }

  /// - Returns: the front's index and, for its remaining nodes, how many of their triangles are in it.
  private mutating func build(_ range: Range<Int>, _ builder: inout Builder) -> (Int, [Int32]) {
    var own: [Int32] = []
    var counts: [Int32] = []
    func add(_ node: Int32, _ count: Int32) {
      let at = builder.place[Int(node)]
      if at >= 0 {
        counts[Int(at)] += count
      } else {
        builder.place[Int(node)] = Int32(own.count)
        own.append(node)
        counts.append(count)
      }
    }
    var children: [Int] = []
    if range.count <= Self.leafSize {
      for t in triangles[range] {
        for node in builder.domain.triangles[6 * Int(t)..<6 * Int(t) + 6]
        where !builder.domain.isFixed[Int(node)] {
          add(node, 1)
        }
      }
    } else {
      let middle = split(range, builder)
      let (first, firstCounts) = build(range.lowerBound..<middle, &builder)
      let (second, secondCounts) = build(middle..<range.upperBound, &builder)
      children = [first, second]
      for (child, seen) in zip(children, [firstCounts, secondCounts]) {
        let front = fronts[child]
        for (node, count) in zip(nodes[front.nodes].dropFirst(front.eliminated), seen) {
          add(node, count)
        }
      }
    }
    // Those eliminated first.
    let start = nodes.count
    var remainingCounts: [Int32] = []
    for pass in 0...1 {
      for (node, count) in zip(own, counts) {
        let goes =
          count == builder.uses[Int(node)] && !builder.domain.isOnBoundary[Int(node)]
        if goes != (pass == 0) { continue }
        builder.place[Int(node)] = Int32(nodes.count - start)
        nodes.append(node)
        if pass == 1 { remainingCounts.append(count) }
      }
    }
    let eliminated = own.count - remainingCounts.count
    var front = Front(
      nodes: start..<nodes.count, eliminated: eliminated, children: children, childPlaces: [],
      triangles: children.isEmpty ? range : 0..<0, factor: factorCount)
    factorCount += own.count * eliminated
    for child in children {
      let other = fronts[child]
      let begin = places.count
      for node in nodes[other.nodes].dropFirst(other.eliminated) {
        places.append(builder.place[Int(node)])
      }
      front.childPlaces.append(begin..<places.count)
    }
    if children.isEmpty {
      for t in triangles[range] {
        for node in builder.domain.triangles[6 * Int(t)..<6 * Int(t) + 6] {
          trianglePlaces.append(
            builder.domain.isFixed[Int(node)] ? -1 : builder.place[Int(node)])
        }
      }
    }
    for node in own { builder.place[Int(node)] = -1 }
    fronts.append(front)
    return (fronts.count - 1, remainingCounts)
  }

  /// Sorts triangles along the direction in which they extend most, so that halves are far apart.
  private mutating func split(_ range: Range<Int>, _ builder: Builder) -> Int {
    let middle = range.lowerBound + range.count / 2
    var (sx, sy, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for t in triangles[range] {
      let (x, y) = (builder.x[Int(t)], builder.y[Int(t)])
      (sx, sy, xx, xy, yy) = (sx + x, sy + y, xx + x * x, xy + x * y, yy + y * y)
    }
    let n = Double(range.count)
    (xx, xy, yy) = (xx - sx * sx / n, xy - sx * sy / n, yy - sy * sy / n)
    // The larger principal axis of inertia.
    let half = 0.5 * (xx - yy)
    let radius = (half * half + xy * xy).squareRoot()
    let (dx, dy) =
      half >= 0 ? (half + radius, xy) : (xy, radius - half)
    let sorted = triangles[range].sorted {
      let (a, b) = (Int($0), Int($1))
      let (u, v) = (
        dx * builder.x[a] + dy * builder.y[a], dx * builder.x[b] + dy * builder.y[b]
      )
      return (u, a) < (v, b)
    }
    triangles.replaceSubrange(range, with: sorted)
    return middle
  }
}

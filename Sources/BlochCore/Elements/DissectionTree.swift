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
  /// Rows of the matrix: of each node its components, one after the other.
  private(set) var nodes: [Int32] = []
  private(set) var places: [Int32] = []
  private(set) var triangles: [Int32]
  /// Where the field is zero: rows of no front.
  let fixed: [Int32]
  /// [triangles x 6 x components], in the order of `triangles`: where the rows stand in the front; -1 where the field is
  /// zero.
  private(set) var trianglePlaces: [Int32] = []
  /// Of the field.
  let components: Int
  /// Numbers in the factor, all columns.
  private(set) var factorCount = 0

  var root: Front { fronts[fronts.count - 1] }

  private static let leafSize = 6

  init(_ domain: ElementDomain, components: Int = 1) {
    self.components = components
    triangles = (0..<domain.triangleCount).map { Int32($0) }
    fixed = domain.isFixed.indices.filter { domain.isFixed[$0] }.flatMap { node in
      (0..<components).map { Int32(components * node + $0) }
    }
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
    /// [nodes]: place of the first component in the front at hand, or -1.
    var place: [Int32]
    /// The nodes of the front at hand, and how many of their triangles are in it.
    var own: [Int32] = []
    var counts: [Int32] = []
    /// [fronts]: of the nodes that remain, the same.
    var remainingCounts: [[Int32]] = []

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

    @inline(__always)
    mutating func add(_ node: Int32, _ count: Int32) {
      let at = place[Int(node)]
      if at >= 0 {
        counts[Int(at)] += count
      } else {
        place[Int(node)] = Int32(own.count)
        own.append(node)
        counts.append(count)
      }
    }

    /// Whether a node goes where all these triangles are together.
    @inline(__always)
    func isComplete(_ node: Int32, _ count: Int32) -> Bool {
      count == uses[Int(node)] && !domain.isOnBoundary[Int(node)]
    }
  }

  /// - Returns: the front's index.
  private mutating func build(_ range: Range<Int>, _ builder: inout Builder) -> Int {
    var children: [Int] = []
    if range.count > Self.leafSize {
      let middle = split(range, builder)
      children = [
        build(range.lowerBound..<middle, &builder), build(middle..<range.upperBound, &builder),
      ]
    }
    builder.own.removeAll(keepingCapacity: true)
    builder.counts.removeAll(keepingCapacity: true)
    for child in children {
      let front = fronts[child]
      let first = front.nodes.lowerBound + front.eliminated
      for (i, count) in builder.remainingCounts[child].enumerated() {
        builder.add(nodes[first + components * i] / Int32(components), count)
      }
    }
    if children.isEmpty {
      for at in range {
        let first = 6 * Int(triangles[at])
        for i in first..<first + 6 {
          let node = builder.domain.triangles[i]
          if !builder.domain.isFixed[Int(node)] { builder.add(node, 1) }
        }
      }
    }
    var front = Front(
      nodes: nodes.count..<nodes.count + components * builder.own.count, eliminated: 0,
      children: children,
      childPlaces: [], triangles: children.isEmpty ? range : 0..<0, factor: factorCount)
    order(&front, &builder)
    factorCount += front.size * front.eliminated
    for child in children {
      let other = fronts[child]
      let begin = places.count
      for at in other.nodes.lowerBound + other.eliminated..<other.nodes.upperBound {
        let (node, component) = Int(nodes[at]).quotientAndRemainder(dividingBy: components)
        places.append(builder.place[node] + Int32(component))
      }
      front.childPlaces.append(begin..<places.count)
    }
    for at in front.triangles {
      let first = 6 * Int(triangles[at])
      for i in first..<first + 6 {
        let node = Int(builder.domain.triangles[i])
        for component in 0..<components {
          trianglePlaces.append(
            builder.domain.isFixed[node] ? -1 : builder.place[node] + Int32(component))
        }
      }
    }
    for node in builder.own { builder.place[Int(node)] = -1 }
    fronts.append(front)
    return fronts.count - 1
  }

  /// Lists the nodes of a front, those that are eliminated in it first.
  private mutating func order(_ front: inout Front, _ builder: inout Builder) {
    var remaining: [Int32] = []
    for (i, node) in builder.own.enumerated()
    where builder.isComplete(node, builder.counts[i]) {
      builder.place[Int(node)] = Int32(front.eliminated)
      append(node)
      front.eliminated += components
    }
    for (i, node) in builder.own.enumerated()
    where !builder.isComplete(node, builder.counts[i]) {
      builder.place[Int(node)] = Int32(front.eliminated + components * remaining.count)
      append(node)
      remaining.append(builder.counts[i])
    }
    builder.remainingCounts.append(remaining)
  }

  private mutating func append(_ node: Int32) {
    for component in 0..<Int32(components) { nodes.append(Int32(components) * node + component) }
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
    // Triangles below the median first: each round decides about those on one side of a pivot.
    var keys = triangles[range].map { t in
      (key: dx * builder.x[Int(t)] + dy * builder.y[Int(t)], triangle: t)
    }
    var (low, high) = (0, keys.count - 1)
    let wanted = keys.count / 2
    while low < high {
      let pivot = keys[(low + high) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while (keys[i].key, keys[i].triangle) < (pivot.key, pivot.triangle) { i += 1 }
        while (keys[j].key, keys[j].triangle) > (pivot.key, pivot.triangle) { j -= 1 }
        if i <= j {
          keys.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if wanted <= j { high = j } else if wanted >= i { low = i } else { break }
    }
    for (at, key) in keys.enumerated() { triangles[range.lowerBound + at] = key.triangle }
    return middle
  }
}

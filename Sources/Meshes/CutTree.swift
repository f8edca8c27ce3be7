/// The fewest edges that join all rotation centres and mirror lines, if the plane is cut along their images into domains
/// of the group: a Steiner tree in the graph of the edges, one of each orbit.
///
/// It makes one domain where the orbifold, without its mirror lines, is a sphere with holes; not in p1, pg, cm and pgg.
struct CutTree {
  /// By half-edge: whether it belongs to the tree or to a mirror line.
  private(set) var isCut: [Bool]

  private let count: Int
  /// By vertex, as ranges of `edges`: half-edges that begin or end there.
  private var starts: [Int32]
  private var edges: [Int32] = []

  /// Nil where the orbifold is no sphere with holes.
  init?(_ builder: borrowing MeshBuilder) {
    count = builder.stabilisers.count
    let halves = 3 * builder.triangulation.count
    isCut = Array(repeating: false, count: halves)
    starts = Array(repeating: 0, count: count + 1)
    // Both ends of every edge.
    var ends: [(Int, Int)] = []
    var total = 0
    for h in 0..<halves {
      let t = Int(builder.triangulation.twin[h])
      isCut[h] = t == h
      if t < h { continue }
      total += 1
      ends.append((Int(builder.triangulation.vertex[h]), h))
      ends.append((Int(builder.triangulation.vertex[OrbifoldTriangulation.next(h)]), h))
    }
    for (v, _) in ends { starts[v + 1] += 1 }
    for v in 0..<count { starts[v + 1] += starts[v] }
    var next = starts
    edges = Array(repeating: 0, count: ends.count)
    for (v, h) in ends {
      edges[Int(next[v])] = Int32(h)
      next[v] += 1
    }
    let (terminals, holes) = terminals(builder)
    // Euler's characteristic of a sphere with holes.
    guard count - total + builder.triangulation.count + holes == 2 else { return nil }
    join(terminals, builder)
  }

  /// The rotation centres off the mirror lines, and a vertex of each connected set of those; how many sets there are.
  private func terminals(_ builder: borrowing MeshBuilder) -> ([Int], Int) {
    var terminals: [Int] = []
    var isSeen = [Bool](repeating: false, count: count)
    var holes = 0
    for v in 0..<count where !builder.stabilisers[v].isEmpty && !isSeen[v] {
      terminals.append(v)
      guard builder.stabilisers[v].contains(where: { builder.group.isMirror($0) }) else { continue }
      holes += 1
      var front = [v]
      isSeen[v] = true
      while let u = front.popLast() {
        for h in edges[Int(starts[u])..<Int(starts[u + 1])] where isCut[Int(h)] {
          let w = other(Int(h), u, builder)
          if !isSeen[w] {
            isSeen[w] = true
            front.append(w)
          }
        }
      }
    }
    return (terminals, holes)
  }

  /// The other end of an edge.
  @inline(__always)
  private func other(_ h: Int, _ v: Int, _ builder: borrowing MeshBuilder) -> Int {
    let a = Int(builder.triangulation.vertex[h])
    return a == v ? Int(builder.triangulation.vertex[OrbifoldTriangulation.next(h)]) : a
  }

  /// Dreyfus and Wagner's recursion over subsets of the terminals but the last.
  private mutating func join(_ terminals: [Int], _ builder: borrowing MeshBuilder) {
    guard terminals.count > 1, let last = terminals.last else { return }
    let sets = 1 << (terminals.count - 1)
    // [sets x count]: least cost of a tree that joins the set and the vertex, and what was done last: an edge from
    // another vertex, or -1 - subset where two trees meet.
    var costs = [Double](repeating: .infinity, count: sets * count)
    var steps = [Int32](repeating: .min, count: sets * count)
    for set in 1..<sets {
      let row = set * count
      if set & (set - 1) == 0 { costs[row + terminals[set.trailingZeroBitCount]] = 0 }
      var part = (set - 1) & set
      while part > set ^ part {
        for v in 0..<count {
          let cost = costs[part * count + v] + costs[(set ^ part) * count + v]
          if cost < costs[row + v] {
            costs[row + v] = cost
            steps[row + v] = Int32(-1 - part)
          }
        }
        part = (part - 1) & set
      }
      spread(&costs, &steps, row, builder)
    }
    var pending = [(sets - 1, last)]
    while let (set, v) = pending.popLast() {
      let step = steps[set * count + v]
      if step == .min { continue }
      if step < 0 {
        let part = Int(-1 - step)
        pending += [(part, v), (set ^ part, v)]
        continue
      }
      isCut[Int(step)] = true
      isCut[Int(builder.triangulation.twin[Int(step)])] = true
      pending.append((set, other(Int(step), v, builder)))
    }
  }

  /// Shortest paths: every edge costs 1 and a little for its length, those on mirror lines nothing.
  private func spread(
    _ costs: inout [Double], _ steps: inout [Int32], _ row: Int, _ builder: borrowing MeshBuilder
  ) {
    var queue = TriangleQueue()
    for v in 0..<count where costs[row + v] < .infinity {
      queue.insert(.init(priority: -costs[row + v], triangle: Int32(v), version: 0))
    }
    while let entry = queue.popLargest() {
      let v = Int(entry.triangle)
      if -entry.priority > costs[row + v] { continue }
      for h in edges[Int(starts[v])..<Int(starts[v + 1])] {
        let h = Int(h)
        let w = other(h, v, builder)
        let onMirror = Int(builder.triangulation.twin[h]) == h
        let size = length(
          builder.triangulation.place[OrbifoldTriangulation.next(h)]
            - builder.triangulation.place[h])
        let cost = costs[row + v] + (onMirror ? 0 : 1 + 0.01 * size / builder.size.largest)
        if cost < costs[row + w] {
          costs[row + w] = cost
          steps[row + w] = Int32(h)
          queue.insert(.init(priority: -cost, triangle: Int32(w), version: 0))
        }
      }
    }
  }
}

/// Points with a weight, all images under the motions of a group, found by place.
struct PeriodicBuckets {
  private let group: MotionGroup
  /// Two short vectors that span the lattice, and the inverse matrix's rows.
  private let basis: ShortBasis
  private let m1: Int
  private let m2: Int
  /// [m1 m2 + 1], i + m1 j.
  private var starts: [Int32]
  /// x, y, weight, number of the point.
  private var items: [SIMD4<Double>]
  /// [m1 m2].
  private var leastWeights: [Double]

  /// - Parameters:
  ///   - points: one of each orbit: x, y, weight.
  ///   - size: wanted width of a bucket.
  init(_ points: [SIMD3<Double>], _ group: MotionGroup, size: Double) {
    self.group = group
    basis = group.basis
    m1 = max(1, Int(basis.height1 / size))
    m2 = max(1, Int(basis.height2 / size))
    var images: [SIMD4<Double>] = []
    images.reserveCapacity(points.count * group.order)
    var buckets: [Int32] = []
    buckets.reserveCapacity(points.count * group.order)
    starts = Array(repeating: 0, count: m1 * m2 + 1)
    leastWeights = Array(repeating: .infinity, count: m1 * m2)
    for (n, p) in points.enumerated() {
      for g in 0..<group.order {
        let y = group.place(
          Motion(operation: Int16(g), n1: 0, n2: 0), Vector(p.x, p.y))
        var u = basis.coordinates(y)
        u -= u.rounded(.down)
        let x = basis.place(u)
        let b = min(Int(u.x * Double(m1)), m1 - 1) + m1 * min(Int(u.y * Double(m2)), m2 - 1)
        images.append(SIMD4(x.x, x.y, p.z, Double(n)))
        buckets.append(Int32(b))
        starts[b + 1] += 1
        leastWeights[b] = min(leastWeights[b], p.z)
      }
    }
    for b in 0..<m1 * m2 { starts[b + 1] += starts[b] }
    var next = starts
    items = Array(repeating: .zero, count: images.count)
    for (image, b) in zip(images, buckets) {
      items[Int(next[Int(b)])] = image
      next[Int(b)] += 1
    }
  }

  /// Calls `body` with every point within `radius` of `x`, and some others: its displacement from `x` and its weight.
  @inline(__always)
  func forEach(around x: Vector, radius: Double, _ body: (Vector, Double) -> Void) {
    forEachBucket(around: x, radius: radius) { bucket, shift, items in
      for item in items { body(Vector(item.x, item.y) + shift, item.z) }
    }
  }

  /// min(limit, weight + slope distance), least over all points.
  @inline(__always)
  func least(around x: Vector, limit: Double, slope: Double, radius: Double) -> Double {
    var best = limit
    forEachBucket(around: x, radius: radius) { bucket, shift, items in
      if leastWeights[bucket] >= best { return }
      for item in items where item.z < best {
        let d = Vector(item.x, item.y) + shift
        best = min(best, item.z + slope * length(d))
      }
    }
    return best
  }

  /// Calls `body` with the buckets around a place: number, what is to be added to its points' places for their
  /// displacements, and points.
  @inline(__always)
  private func forEachBucket(
    around x: Vector, radius: Double,
    _ body: (Int, Vector, UnsafeBufferPointer<SIMD4<Double>>) -> Void
  ) {
    let u = basis.coordinates(x)
    let (r1, r2) = (radius / basis.height1, radius / basis.height2)
    let (first1, last1) = (
      Int(((u.x - r1) * Double(m1)).rounded(.down)), Int(((u.x + r1) * Double(m1)).rounded(.down))
    )
    let (first2, last2) = (
      Int(((u.y - r2) * Double(m2)).rounded(.down)), Int(((u.y + r2) * Double(m2)).rounded(.down))
    )
    starts.withUnsafeBufferPointer { starts in
      items.withUnsafeBufferPointer { items in
        for j in first2...last2 {
          let n2 = (Double(j) / Double(m2)).rounded(.down)
          let row = j - Int(n2) * m2
          for i in first1...last1 {
            let n1 = (Double(i) / Double(m1)).rounded(.down)
            let b = i - Int(n1) * m1 + m1 * row
            let points = Int(starts[b])..<Int(starts[b + 1])
            if points.isEmpty { continue }
            body(b, basis.place(Vector(n1, n2)) - x, UnsafeBufferPointer(rebasing: items[points]))
          }
        }
      }
    }
  }
}

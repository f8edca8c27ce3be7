extension ZonePartition {
  /// The corners of the wedge: the lattice's own chamber and its images under operations that the lattice has and the
  /// group has not, one of each coset, so chosen that together they are convex; beside the chamber on its left, where
  /// there is a choice.
  static func wedge(of images: [Image], in system: LatticeSystem) -> [ZonePoint] {
    let holohedry = Self.images(of: system.holohedry.operations, timeReversal: false)
    let own = Set(images.map(\.matrix))
    var cosets: [[Image]] = []
    for image in holohedry where !own.contains(image.matrix) {
      let coset = cosets.firstIndex { own.contains(product(image.matrix, inverse($0[0].matrix))) }
      if let coset { cosets[coset].append(image) } else { cosets.append([image]) }
    }
    let chamber = system.chamber.map { ($0.p1 * 6 / $0.q, $0.p2 * 6 / $0.q) }
    var best: (isLeft: Bool, hull: [(Int, Int)])?
    func extend(_ corners: [(Int, Int)], _ rest: ArraySlice<[Image]>) {
      guard let coset = rest.first else {
        let hull = convexHull(corners)
        guard area(hull) == (cosets.count + 1) * area(chamber) else { return }
        let isLeft = hull.allSatisfy { side($0, of: chamber[1]) >= 0 }
        if best == nil || isLeft && !best!.isLeft { best = (isLeft, hull) }
        return
      }
      for image in coset { extend(corners + chamber.map { image($0.0, $0.1) }, rest.dropFirst()) }
    }
    extend(chamber, cosets[...])
    let hull = best!.hull
    let start = hull.firstIndex { $0 == (0, 0) } ?? 0
    return (hull[start...] + hull[..<start]).map { ZonePoint($0.0, $0.1, over: 6) }
  }

  /// Positive where a point is to the left of the ray from Gamma through the other one.
  private static func side(_ point: (Int, Int), of ray: (Int, Int)) -> Int {
    ray.0 * point.1 - ray.1 * point.0
  }

  /// Twice the area of a counter-clockwise polygon.
  private static func area(_ corners: [(Int, Int)]) -> Int {
    zip(corners, corners.dropFirst() + corners.prefix(1)).reduce(0) {
      $0 + $1.0.0 * $1.1.1 - $1.0.1 * $1.1.0
    }
  }

  /// Counter-clockwise from the point with the smallest coordinates, without points on edges.
  private static func convexHull(_ points: [(Int, Int)]) -> [(Int, Int)] {
    let sorted = points.sorted { $0 < $1 }
    func chain(_ points: [(Int, Int)]) -> [(Int, Int)] {
      var chain: [(Int, Int)] = []
      for point in points where chain.last.map({ $0 != point }) ?? true {
        while chain.count > 1 {
          let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
          if side((point.0 - a.0, point.1 - a.1), of: (b.0 - a.0, b.1 - a.1)) > 0 { break }
          chain.removeLast()
        }
        chain.append(point)
      }
      return chain.dropLast()
    }
    return chain(sorted) + chain(sorted.reversed())
  }

  private static func product(_ l: [Int], _ r: [Int]) -> [Int] {
    [
      l[0] * r[0] + l[1] * r[2], l[0] * r[1] + l[1] * r[3],
      l[2] * r[0] + l[3] * r[2], l[2] * r[1] + l[3] * r[3],
    ]
  }

  private static func inverse(_ m: [Int]) -> [Int] {
    let d = m[0] * m[3] - m[1] * m[2]
    return [d * m[3], -d * m[1], -d * m[2], d * m[0]]
  }
}

import WallpaperGroups

/// The longest plane waves of one block, on the copies of a domain: what the search for its states begins with.
struct PlaneWaveStart: Sendable {
  /// q in units of 1/q of b1 and b2: [waves].
  private(set) var waves: [(m1: Int, m2: Int)] = []
  /// [waves][components][copies][parts][groups]: the factors of cos(q.x), and of sin(q.x), of eight functions each.
  private(set) var cosines: [FieldLane] = []
  private(set) var sines: [FieldLane] = []
  let count: Int
  /// Numbers at each node, of all components.
  let width: Int
  let components: Int
  let denominator: Int

  /// - Parameter count: functions wanted, a multiple of eight.
  init(_ block: BlockCopies, count: Int, components: Int = 1) {
    self.count = count
    self.components = components
    let point = block.point
    denominator = point.q
    let parts = block.isReal ? 1 : 2
    let groups = count / 8
    width = components * block.count * parts * groups
    var functions: [[BlockCopies.Wave]] = []
    for orbit in Self.orbits(point, atLeast: 2 * count * point.order / block.dimension + 8) {
      if functions.count >= count { break }
      functions += block.functions(of: orbit, components: components)
    }
    var position: [[Int]: Int] = [:]
    for (number, function) in functions.prefix(count).enumerated() {
      for (m1, m2, factors) in function {
        let wave: Int
        if let at = position[[m1, m2]] {
          wave = at
        } else {
          wave = waves.count
          position[[m1, m2]] = wave
          waves.append((m1, m2))
          cosines += [FieldLane](repeating: .zero, count: width)
          sines += [FieldLane](repeating: .zero, count: width)
        }
        for (copy, factor) in factors.enumerated() {
          for part in 0..<parts {
            let at = wave * width + (copy * parts + part) * groups + number / 8
            cosines[at][number % 8] += part == 0 ? factor.re : factor.im
            sines[at][number % 8] += part == 0 ? -factor.im : factor.re
          }
        }
      }
    }
  }

  /// One reciprocal vector of each orbit of the little group, by |k + G|.
  private static func orbits(_ point: LittleGroup, atLeast waves: Int) -> [ReciprocalVector] {
    let reach = Int((2 * Double(waves)).squareRoot()) + 4
    var found: [(square: Double, g: ReciprocalVector)] = []
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let g = ReciprocalVector(n1, n2)
        found.append((point.scaledSquare(g), g))
      }
    }
    found.sort { ($0.square, $0.g.n1, $0.g.n2) < ($1.square, $1.g.n1, $1.g.n2) }
    var seen = Set<ReciprocalVector>()
    var orbits: [ReciprocalVector] = []
    for (_, g) in found where !seen.contains(g) {
      for operation in point.operations { seen.insert(point.image(g, operation)) }
      orbits.append(g)
    }
    return orbits
  }
}

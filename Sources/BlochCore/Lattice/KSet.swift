import Glibc
import WallpaperGroups

/// The wave vectors that bands are wanted at.
public struct KSet: Sendable, Equatable {
  /// "special", "grid 12", "path Gamma-K-M-Gamma 60", "list".
  public var name: String
  public var points: [KPoint]
  /// [points], sum 1: weights of a Brillouin-zone average; empty on paths and lists.
  public var weights: [Double]
  /// Named points: index into `points` and the name.
  public var labels: [(index: Int, text: String)]

  public static func == (l: KSet, r: KSet) -> Bool {
    l.name == r.name && l.points == r.points && l.weights == r.weights
      && l.labels.elementsEqual(r.labels) { $0.index == $1.index && $0.text == $1.text }
  }

  /// Gamma, K and M.
  public static let special = KSet(
    name: "special", points: [.gamma, .k, .m], weights: [],
    labels: [(0, "Gamma"), (1, "K"), (2, "M")])

  /// The special points of a group; Gamma, K and M on the hexagonal lattice with p6 or p2.
  public static func special(_ symmetry: CrystalSymmetry) -> KSet {
    if symmetry == .c6 || symmetry == .c2 { return .special }
    let points = symmetry.group.points
    return KSet(
      name: "special", points: points.map { KPoint($0.coordinates) }, weights: [],
      labels: points.enumerated().map { ($0, $1.label) })
  }

  /// The wedge of the zone with n subdivisions a side. For p6 it is Gamma-K-K' : k = (i/n) K + (j/n) K' with i, j >= 0 and
  /// i + j <= n, without the edge i = 0 < j that C6 maps onto Gamma-K. n = 12 gives the paper's 79
  /// points, n = 40 its 821. For p2 on the hexagonal lattice the wedge and its copies turned by 60 and 120 degrees. For
  /// other groups one point of each orbit of (i b1 + j b2)/n, and of (i K + j K')/n on the hexagonal lattice.
  /// - Parameter timeReversal: whether k and -k have the same bands.
  /// - Throws: `SolverError` unless 1 <= n <= 500.
  public static func grid(
    _ n: Int, symmetry: CrystalSymmetry = .c6, timeReversal: Bool = true
  ) throws -> KSet {
    guard (1...500).contains(n) else {
      throw SolverError("a grid has 1 to 500 subdivisions, not \(n)")
    }
    guard symmetry == .c6 || symmetry == .c2 else {
      return grid(n, of: symmetry.group.zone(timeReversal: timeReversal))
    }
    var points: [KPoint] = []
    var weights: [Double] = []
    var labels: [(index: Int, text: String)] = []
    for turn in 0..<(6 / symmetry.order) {
      for i in 0...n {
        for j in 0...(n - i) where !(i == 0 && j > 0) {
          if turn > 0 && i == 0 { continue }
          let third = 3 * Double(n)
          var k = KPoint(Double(2 * i + j) / third, Double(i + 2 * j) / third)
          for _ in 0..<turn { k = k.rotated60 }
          if turn == 0 {
            if i == 0 { labels.append((points.count, "Gamma")) }
            if i == n { labels.append((points.count, "K")) }
            if 2 * i == n && 2 * j == n { labels.append((points.count, "M")) }
          }
          points.append(k)
          // Share of the zone: 6 images inside, a boundary point is shared between cells.
          let weight: Double
          if i == 0 {
            weight = 1
          } else if i + j < n {
            weight = 6
          } else if j == 0 {
            weight = 2
          } else {
            weight = 3
          }
          weights.append(i == 0 ? 1 : weight * Double(symmetry.order) / 6)
        }
      }
    }
    let sum = weights.reduce(0, +)
    return KSet(
      name: "grid \(n)", points: points, weights: weights.map { $0 / sum }, labels: labels)
  }

  private static func grid(_ n: Int, of zone: ZonePartition) -> KSet {
    let grid = zone.grid(n)
    let sum = Double(grid.reduce(0) { $0 + $1.weight })
    let names = [("Gamma", ZonePoint(0, 0, over: 1))] + zone.system.namedPoints
    return KSet(
      name: "grid \(n)", points: grid.map { KPoint($0.point.coordinates) },
      weights: grid.map { Double($0.weight) / sum },
      labels: grid.enumerated().compactMap { index, at in
        names.first { $0.1 == at.point }.map { (index, $0.0) }
      })
  }

  /// Straight pieces between named points, e.g. "Gamma-K-M-Gamma" with 60 points in all, spaced
  /// evenly by length; the named points are always met. "standard" is the group's own path.
  /// - Throws: `SolverError` for an unknown name or fewer points than corners.
  public static func path(_ text: String, count: Int, symmetry: CrystalSymmetry = .c6) throws
    -> KSet
  {
    var names = text.split(separator: "-").map(String.init)
    let corners: [KPoint]
    // p2 on the hexagonal lattice goes by the names of old records.
    if names == ["standard"], symmetry == .c2 { names = ["Gamma", "K", "M", "Gamma"] }
    if names == ["standard"] {
      let path = symmetry.group.zone.defaultPath
      names = path.map(\.label)
      corners = path.map { KPoint($0.point.coordinates) }
    } else {
      let known = namedPoints(symmetry)
      corners = try names.map { name in
        if let k = known[name] { return k }
        throw SolverError(
          "unknown point '\(name)' on a path of \(symmetry.group); use \(pointNames(symmetry))")
      }
    }
    let text = names.joined(separator: "-")
    let metric = WaveMetric(symmetry.lattice)
    guard corners.count >= 2, count >= corners.count, count <= 100_000 else {
      throw SolverError("a path needs at least two corners and as many points as corners")
    }
    let lengths = zip(corners, corners.dropFirst()).map { a, b -> Double in
      let (x, y) = metric.cartesian(KPoint(b.x1 - a.x1, b.x2 - a.x2))
      return hypot(x, y)
    }
    let total = lengths.reduce(0, +)
    guard total > 0 else { throw SolverError("a path of no length") }
    var points = [corners[0]]
    var labels = [(index: 0, text: names[0])]
    var left = count - 1
    var leftLength = total
    for (piece, length) in lengths.enumerated() {
      let remaining = lengths.count - piece - 1
      let steps = max(1, min(left - remaining, Int((Double(left) * length / leftLength).rounded())))
      let a = corners[piece]
      let b = corners[piece + 1]
      for s in 1...steps {
        let t = Double(s) / Double(steps)
        points.append(
          s == steps ? b : KPoint(a.x1 + t * (b.x1 - a.x1), a.x2 + t * (b.x2 - a.x2)))
      }
      labels.append((points.count - 1, names[piece + 1]))
      left -= steps
      leftLength = max(leftLength - length, 1e-300)
    }
    return KSet(name: "path \(text) \(points.count)", points: points, weights: [], labels: labels)
  }

  /// Points by name. Those with a number are turned by 60 and 120 degrees, which a C2 cell tells apart.
  public static let namedPoints: [String: KPoint] = [
    "Gamma": .gamma, "G": .gamma, "K": .k, "K'": .kPrime, "M": .m, "K1": KPoint.k.rotated60,
    "M1": KPoint.m.rotated60, "K2": KPoint.k.rotated60.rotated60,
    "M2": KPoint.m.rotated60.rotated60,
  ]
}

extension KSet {
  /// Points by name on a crystal's zone: `namedPoints` on the hexagonal lattice, else those of the lattice system, with
  /// "X'" or "Y'" and "S'" for the second one of a kind.
  public static func namedPoints(_ symmetry: CrystalSymmetry) -> [String: KPoint] {
    let system = symmetry.group.system
    if system == .hexagonal || symmetry == .c2 { return namedPoints }
    var points = ["Gamma": KPoint.gamma, "G": .gamma]
    for (label, point) in system.namedPoints { points[label] = KPoint(point.coordinates) }
    switch system {
    case .square: points["X'"] = KPoint(0, 0.5)
    case .rhombic:
      points["Y'"] = KPoint(0.5, -0.5)
      points["S'"] = KPoint(0, 0.5)
    default: break
    }
    return points
  }

  /// The names, in a line.
  static func pointNames(_ symmetry: CrystalSymmetry) -> String {
    if symmetry.group.system == .hexagonal || symmetry == .c2 {
      return "Gamma, K, K', M, K1, M1, K2 or M2"
    }
    let names = namedPoints(symmetry).keys.filter { $0 != "G" && $0 != "Gamma" }.sorted()
    return (["Gamma"] + names.dropLast()).joined(separator: ", ") + " or " + names[names.count - 1]
  }

  /// The whole Brillouin zone: k = i/n b1 + j/n b2, i and j from 0 to n - 1, j faster.
  /// - Throws: `SolverError` unless 1 <= n <= 1000.
  public static func zone(_ n: Int) throws -> KSet {
    guard (1...1000).contains(n) else {
      throw SolverError("a zone has 1 to 1000 points a side, not \(n)")
    }
    let points = (0..<n * n).map { KPoint(Double($0 / n) / Double(n), Double($0 % n) / Double(n)) }
    let weights = [Double](repeating: 1 / Double(n * n), count: n * n)
    return KSet(name: "zone \(n)", points: points, weights: weights, labels: [(0, "Gamma")])
  }

  /// Wave vectors without names.
  package static func list(of points: [KPoint]) -> KSet {
    KSet(name: "list of \(points.count)", points: points, weights: [], labels: [])
  }

  /// Most k-points of a set.
  private static let largestList = 1 << 20

  /// Wave vectors written as "x1,x2;x1,x2;...", coordinates along b1 and b2 with a comma or blanks between them, or
  /// names of points.
  /// - Throws: `SolverError` for text that is not pairs of finite numbers.
  public static func list(_ text: String, symmetry: CrystalSymmetry = .c6) throws -> KSet {
    let known = namedPoints(symmetry)
    var points: [KPoint] = []
    var labels: [(index: Int, text: String)] = []
    for pair in text.split(separator: ";") {
      let words = pair.split { $0 == " " || $0 == "\t" }
      if words.isEmpty { continue }
      if words.count == 1, let named = known[String(words[0])] {
        labels.append((points.count, String(words[0])))
        points.append(named)
        continue
      }
      let parts = pair.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.split { $0 == " " || $0 == "\t" }
      }
      // Two numbers with a comma between them, or two words.
      let numbers =
        (parts.count == 1 ? parts[0].map { [$0] } : parts).map { words in
          words.count == 1 ? Double(words[0]) ?? .nan : .nan
        }
      guard numbers.count == 2, numbers.allSatisfy({ $0.isFinite && abs($0) < 1000 }) else {
        throw SolverError(
          "'\(pair)' is not a k-point; write x1,x2 along b1 and b2, both below 1000 in size, or a name"
        )
      }
      points.append(KPoint(numbers[0], numbers[1]))
      guard points.count <= largestList else { throw SolverError("more than 2^20 k-points") }
    }
    guard !points.isEmpty else { throw SolverError("no k-points in '\(text)'") }
    let name = text.utf8.count <= 1000 ? "list \(text)" : "list of \(points.count)"
    return KSet(name: name, points: points, weights: [], labels: labels)
  }
}

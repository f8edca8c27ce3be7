import Glibc
import WallpaperGroups

extension LatticeModel {
  /// The models known by name, and the parameters of each with what they are when not told.
  public static let named: [(name: String, parameters: [(name: String, value: Double)])] = [
    ("wu-hu", [("omega0", 0), ("j", 1), ("dj", 0), ("j2", 0)]),
    ("graphene", [("omega0", 0), ("j", 1), ("j2", 0)]),
    ("kagome", [("omega0", 0), ("j", 1), ("j2", 0), ("dj", 0)]),
    ("haldane", [("omega0", 0), ("j", 1), ("j2", 0.1), ("phi", 90), ("m", 0)]),
    ("ssh2d", [("omega0", 0), ("j", 1), ("dj", 0)]),
  ]

  /// A model by name. Energies are omega0 on every site, hoppings -j between neighbours and -j2 between
  /// next-nearest ones.
  ///
  /// Wu and Hu's hexagons (PRL 114, 223901), the triangles of the kagome lattice and the squares of the two-dimensional
  /// SSH model (Liu and Wakabayashi, PRL 118, 076803) have J = j - dj/2 in the cell and J' = j + dj/2 between
  /// cells. Haldane's model (PRL 61, 2015) has -j2 exp(+-i phi) between next-nearest neighbours, phi in degrees, and
  /// omega0 +- m on the two sites: p6 where m is 0, else p3.
  /// - Throws: `DesignError` for an unknown name or parameter.
  public init(named name: String, _ given: [String: Double]) throws {
    guard let known = Self.named.first(where: { $0.name == name }) else {
      throw DesignError(
        "no model '\(name)'; there are \(Self.named.map(\.name).joined(separator: ", "))")
    }
    var values: [String: Double] = [:]
    for (name, value) in known.parameters { values[name] = value }
    for (parameter, value) in given {
      guard values[parameter] != nil else {
        throw DesignError(
          "\(name) has no parameter '\(parameter)'; it has "
            + known.parameters.map(\.name).joined(separator: ", "))
      }
      values[parameter] = value
    }
    func value(_ name: String) -> Double { values[name] ?? 0 }
    let neighbours = NeighbourHoppings(
      j: value("j"), difference: value("dj"), next: value("j2"))
    let (a, b) = (1.0 / 3, 2.0 / 3)
    switch name {
    case "haldane": self = try .haldane(neighbours, value)
    case "ssh2d":
      let places = [(0.25, 0.25), (-0.25, 0.25), (0.25, -0.25), (-0.25, -0.25)]
      self = try .made("p4m", .square, value, places, neighbours, (0.25, -1))
    case "graphene":
      self = try .made("p6", .hexagonal, value, [(a, a), (b, b)], neighbours, (1.0 / 3, 1))
    case "kagome":
      let group = value("dj") == 0 ? "p6" : "p3m1"
      let places = [(0.5, 0), (0, 0.5), (0.5, 0.5)]
      self = try .made(group, .hexagonal, value, places, neighbours, (0.25, 0.75))
    default:
      let places = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]
      self = try .made(
        "p6", .hexagonal, value, places.map { (Double($0.0) / 3, Double($0.1) / 3) }, neighbours,
        (1.0 / 9, 1.0 / 3))
    }
  }

  /// - Parameter squares: of the distances of neighbours and of next-nearest ones, a^2.
  private static func made(
    _ group: String, _ lattice: Lattice, _ value: (String) -> Double,
    _ places: [(Double, Double)], _ neighbours: NeighbourHoppings, _ squares: (Double, Double)
  ) throws -> LatticeModel {
    try LatticeModel(
      symmetry: CrystalSymmetry(group: WallpaperGroup.named(group)!, lattice: lattice)!,
      sites: places.map { Site($0.0, $0.1, energy: value("omega0")) },
      hoppings: neighbours.all(places, lattice, squares))
  }

  private static func haldane(_ neighbours: NeighbourHoppings, _ value: (String) -> Double) throws
    -> LatticeModel
  {
    let places = [(1.0 / 3, 1.0 / 3), (2.0 / 3, 2.0 / 3)]
    var nearest = neighbours
    nearest.next = 0
    var hoppings = nearest.all(places, .hexagonal, (1.0 / 3, 1))
    // Quarters of a turn exactly, so that the model has no rounding where it has none on paper.
    let turns = value("phi") / 90
    let isQuarter = turns == turns.rounded()
    let quarter = isQuarter ? Int(turns.truncatingRemainder(dividingBy: 4)) & 3 : 0
    let cosine = isQuarter ? [1, 0, -1, 0][quarter] : cos(turns * Double.pi / 2)
    let sine = isQuarter ? [0, 1, 0, -1][quarter] : sin(turns * Double.pi / 2)
    let next = value("j2")
    for (site, sign) in [(0, 1.0), (1, -1.0)] where next != 0 {
      // Counter-clockwise around the hexagon's other sites.
      for (n1, n2) in [(1, 0), (-1, 1), (0, -1)] {
        hoppings.append(
          Hopping(site, site, n1, n2, t: -next * cosine, imaginary: -next * sign * sine))
      }
    }
    let (energy, mass) = (value("omega0"), value("m"))
    return try LatticeModel(
      symmetry: CrystalSymmetry(
        group: WallpaperGroup.named(mass == 0 ? "p6" : "p3")!, lattice: .hexagonal)!,
      sites: zip(places, [mass, -mass]).map { Site($0.0, $0.1, energy: energy + $1) },
      hoppings: hoppings)
  }

  /// Reads a model: lines "site X1 X2 ENERGY" (position along a1, a2) and "hop FROM TO N1 N2 T" (sites
  /// counted from 0, in the order told; with a further number, the imaginary part); "group NAME" and "lattice RATIO
  /// ANGLE", by default p6 on the hexagonal lattice; '#' begins a comment.
  /// - Throws: `DesignError` with the line.
  public init(text: String) throws {
    var sites: [Site] = []
    var hoppings: [Hopping] = []
    var group = "p6"
    var shape: (ratio: Double, degrees: Double)?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      if words.isEmpty { continue }
      let numbers = words.dropFirst().map { Double($0) ?? .nan }
      let integers = words.dropFirst().prefix(4).compactMap { Int($0) }
      switch words[0] {
      case "group" where words.count == 2: group = words[1]
      case "lattice" where numbers.count == 2 && numbers.allSatisfy(\.isFinite):
        shape = (numbers[0], numbers[1])
      case "site" where numbers.count == 3 && numbers.allSatisfy(\.isFinite):
        sites.append(Site(numbers[0], numbers[1], energy: numbers[2]))
      case "hop"
      where (5...6).contains(numbers.count) && integers.count == 4
        && numbers.dropFirst(4).allSatisfy(\.isFinite):
        hoppings.append(
          Hopping(
            integers[0], integers[1], integers[2], integers[3], t: numbers[4],
            imaginary: numbers.count == 6 ? numbers[5] : 0))
      default:
        throw DesignError(
          "line \(number + 1) is none of 'site X1 X2 ENERGY', 'hop FROM TO N1 N2 T [IMAGINARY]', 'group NAME' and 'lattice RATIO ANGLE'"
        )
      }
    }
    let system = WallpaperGroup.named(group)?.system
    let usual: (Double, Double) = system == .square || system == .rectangular ? (1, 90) : (1, 60)
    let (ratio, degrees) = shape.map { ($0.ratio, $0.degrees) } ?? usual
    let symmetry: CrystalSymmetry
    do {
      symmetry = try CrystalSymmetry(group: group, ratio: ratio, degrees: degrees)
    } catch { throw DesignError("\(error)") }
    try self.init(symmetry: symmetry, sites: sites, hoppings: hoppings)
  }
}

/// Hoppings by distance.
private struct NeighbourHoppings {
  var j: Double
  var difference: Double
  var next: Double

  /// - Parameter squares: of the distances of neighbours and of next-nearest ones, a^2.
  func all(
    _ places: [(Double, Double)], _ lattice: Lattice, _ squares: (Double, Double)
  ) -> [LatticeModel.Hopping] {
    let cells = (-2...2).flatMap { n1 in (-2...2).map { (n1: n1, n2: $0) } }
    let pairs = places.indices.flatMap { a in (a..<places.count).map { (a, $0) } }
    var hoppings: [LatticeModel.Hopping] = []
    for (a, b) in pairs {
      // Each pair once: from the lower site, or within one towards half of the plane.
      for (n1, n2) in cells where a < b || (n1, n2) < (0, 0) {
        let x1 = places[b].0 - places[a].0 + Double(n1)
        let x2 = places[b].1 - places[a].1 + Double(n2)
        let (x, y) = lattice.cartesian(x1: x1, x2: x2)
        let square = x * x + y * y
        if abs(square - squares.0) < Tolerance.position {
          let half = (n1, n2) == (0, 0) ? -difference / 2 : difference / 2
          hoppings.append(.init(a, b, n1, n2, t: -(j + half)))
        } else if abs(square - squares.1) < Tolerance.position && next != 0 {
          hoppings.append(.init(a, b, n1, n2, t: -next))
        }
      }
    }
    return hoppings
  }
}

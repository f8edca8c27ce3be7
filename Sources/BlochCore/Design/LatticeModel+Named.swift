extension LatticeModel {
  /// The models known by name, and the parameters of each with what they are when not told.
  public static let named: [(name: String, parameters: [(name: String, value: Double)])] = [
    ("wu-hu", [("omega0", 0), ("j", 1), ("dj", 0), ("j2", 0)]),
    ("graphene", [("omega0", 0), ("j", 1), ("j2", 0)]),
    ("kagome", [("omega0", 0), ("j", 1), ("j2", 0)]),
  ]

  /// A model by name. Energies are omega0 on every site, hoppings -j between neighbours and -j2 between
  /// next-nearest ones. Wu and Hu's hexagons (PRL 114, 223901) have J = j - dj/2 in the cell and
  /// J' = j + dj/2 between cells.
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
    let (energy, j) = (values["omega0"] ?? 0, values["j"] ?? 0)
    let (difference, next) = (values["dj"] ?? 0, values["j2"] ?? 0)
    let places: [(Double, Double)]
    // Squares of the distances of neighbours and of next-nearest ones, a^2.
    let squares: (Double, Double)
    switch name {
    case "graphene": (places, squares) = ([(1.0 / 3, 1.0 / 3), (2.0 / 3, 2.0 / 3)], (1.0 / 3, 1))
    case "kagome": (places, squares) = ([(0.5, 0), (0, 0.5), (0.5, 0.5)], (0.25, 0.75))
    default:
      places = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)].map { ($0.0 / 3, $0.1 / 3) }
      squares = (1.0 / 9, 1.0 / 3)
    }
    let cells = (-2...2).flatMap { n1 in (-2...2).map { (n1: n1, n2: $0) } }
    let pairs = places.indices.flatMap { a in (a..<places.count).map { (a, $0) } }
    var hoppings: [Hopping] = []
    for (a, b) in pairs {
      // Each pair once: from the lower site, or within one towards half of the plane.
      for (n1, n2) in cells where a < b || (n1, n2) < (0, 0) {
        let x = places[b].0 - places[a].0 + Double(n1)
        let y = places[b].1 - places[a].1 + Double(n2)
        let square = x * x + y * y + x * y
        if abs(square - squares.0) < Tolerance.position {
          let half = (n1, n2) == (0, 0) ? -difference / 2 : difference / 2
          hoppings.append(Hopping(a, b, n1, n2, t: -(j + half)))
        } else if abs(square - squares.1) < Tolerance.position && next != 0 {
          hoppings.append(Hopping(a, b, n1, n2, t: -next))
        }
      }
    }
    try self.init(
      sites: places.map { Site($0.0, $0.1, energy: energy) }, hoppings: hoppings)
  }

  /// Reads a model: lines "site X1 X2 ENERGY" (position along a1, a2) and "hop FROM TO N1 N2 T" (sites
  /// counted from 0, in the order told); '#' begins a comment.
  /// - Throws: `DesignError` with the line.
  public init(text: String) throws {
    var sites: [Site] = []
    var hoppings: [Hopping] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      if words.isEmpty { continue }
      let numbers = words.dropFirst().map { Double($0) ?? .nan }
      let integers = words.dropFirst().prefix(4).compactMap { Int($0) }
      switch words[0] {
      case "site" where numbers.count == 3 && numbers.allSatisfy(\.isFinite):
        sites.append(Site(numbers[0], numbers[1], energy: numbers[2]))
      case "hop" where numbers.count == 5 && integers.count == 4 && numbers[4].isFinite:
        hoppings.append(
          Hopping(integers[0], integers[1], integers[2], integers[3], t: numbers[4]))
      default:
        throw DesignError(
          "line \(number + 1) is neither 'site X1 X2 ENERGY' nor 'hop FROM TO N1 N2 T'")
      }
    }
    try self.init(sites: sites, hoppings: hoppings)
  }
}

/// A maximal Wyckoff position: points that a rotation keeps, or a mirror line without such points, or, where there is
/// neither, any point.
public struct WyckoffPosition: Sendable {
  public enum Kind: String, Sendable {
    case point
    /// A mirror line: the orbit is that of one generic point on it.
    case line
    /// Anywhere: the orbit is that of one generic point.
    case general
  }

  /// A point in sixtieths of a1 and a2, which halves, thirds and the generic coordinates 7/60 and 11/60 are counts of.
  public struct Site: Sendable, Hashable {
    public let n1: Int
    public let n2: Int

    public init(_ n1: Int, _ n2: Int) {
      self.n1 = n1
      self.n2 = n2
    }

    /// Fractional coordinates.
    public var coordinates: (x1: Double, x2: Double) { (Double(n1) / 60, Double(n2) / 60) }

    /// The point of the same kind with 0 <= n1, n2 < 60.
    var reduced: Site { Site((n1 % 60 + 60) % 60, (n2 % 60 + 60) % 60) }

    package func moved(by operation: Operation) -> Site {
      Site(
        operation.w11 * n1 + operation.w12 * n2 + 30 * operation.t1,
        operation.w21 * n1 + operation.w22 * n2 + 30 * operation.t2)
    }

    /// The operation of a coset of translations that keeps the point, nil where there is none.
    func stabilizer(among operation: Operation) -> Operation? {
      let image = moved(by: operation)
      guard (image.n1 - n1) % 60 == 0, (image.n2 - n2) % 60 == 0 else { return nil }
      return operation.translated((n1 - image.n1) / 60, (n2 - image.n2) / 60)
    }
  }

  /// "a", "b": points before lines, few before many, then by coordinates in the axes of the International Tables.
  public let letter: String
  public let kind: Kind
  /// The points in one cell, the first that of the site group.
  public let orbit: [Site]
  /// The operation, lattice translation included, that carries the first point to each of `orbit`.
  public let carriers: [Operation]
  /// The operations that keep the first point, translations included.
  public let siteGroup: LittleGroup
  public let irreps: [Irrep]
  /// What time reversal makes of the irreps.
  public let corepresentations: [Corepresentation]

  /// Points in a cell.
  public var multiplicity: Int { orbit.count }

  /// "2b".
  public var name: String { "\(multiplicity)\(letter)" }

  init(letter: String, kind: Kind, site: Site, operations: [Operation]) {
    self.letter = letter
    self.kind = kind
    siteGroup = LittleGroup(operations: operations.compactMap { site.stabilizer(among: $0) })
    irreps = siteGroup.irreps()
    corepresentations = Reality.corepresentations(
      irreps, of: siteGroup, in: siteGroup.operations)
    var (orbit, carriers): ([Site], [Operation]) = ([], [])
    for operation in operations {
      let image = site.moved(by: operation)
      let member = image.reduced
      if orbit.contains(member) { continue }
      orbit.append(member)
      carriers.append(
        operation.translated((member.n1 - image.n1) / 60, (member.n2 - image.n2) / 60))
    }
    self.orbit = orbit
    self.carriers = carriers
  }

  /// The site irreps' names with time reversal and without, and which irreps each is the sum of.
  public func representations(timeReversal: Bool) -> [(symbol: String, irreps: [Int])] {
    timeReversal
      ? corepresentations.map { ($0.symbol, $0.irreps) }
      : irreps.enumerated().map { ($1.symbol, [$0]) }
  }
}

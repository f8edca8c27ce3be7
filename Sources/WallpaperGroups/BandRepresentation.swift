/// The irreps of the bands that Wannier functions at a maximal Wyckoff position make: what an elementary band
/// representation (EBR) is known by.
public struct BandRepresentation: Sendable {
  /// Index into the group's Wyckoff positions.
  public let position: Int
  /// "2b".
  public let positionName: String
  /// The site irrep's symbol.
  public let symbol: String
  /// Indices into the irreps of the position: one, or the two that time reversal joins.
  public let siteIrreps: [Int]
  /// Number of functions at one point.
  public let dimension: Int
  public let bands: Int
  /// The fingerprint.
  public let vector: [Int]
  /// Whether it is a sum of two compatible fingerprints: its bands can be split by a gap.
  public private(set) var isDecomposable = false
  /// Whether two parts exist that each have trivial indicators.
  public private(set) var isDecomposableWithTrivialIndicators = false

  /// "2b E".
  public var name: String { "\(positionName) \(symbol)" }

  /// The representation that site irreps induce: at every point the characters chi_k(h) = sum over x with h x = x + T of
  /// exp(-2 pi i k.T) chi(c_x^-1 {1|-T} h c_x), where c_x carries the first point of the orbit to x, counted by
  /// orthogonality.
  init(
    position index: Int, in group: WallpaperGroup, symbol: String, siteIrreps: [Int],
    points: [SpecialPoint]
  ) {
    let position = group.wyckoffPositions[index]
    self.position = index
    positionName = position.name
    self.symbol = symbol
    self.siteIrreps = siteIrreps
    dimension = siteIrreps.reduce(0) { $0 + position.irreps[$1].dimension }
    bands = dimension * position.multiplicity
    vector = points.flatMap { point in
      let characters = Self.characters(of: position, siteIrreps, at: point.group)
      return point.corepresentations.map { entry in
        let found = entry.irreps.map {
          point.group.multiplicity(of: point.irreps[$0], in: characters)
        }
        precondition(found.allSatisfy { $0 == found[0] }, "time reversal joins what it should not")
        return entry.kind == .pseudoreal ? found[0] / 2 : found[0]
      }
    }
  }

  /// The characters of the operations of a little group in an induced representation.
  static func characters(of position: WyckoffPosition, _ siteIrreps: [Int], at little: LittleGroup)
    -> [Cyclotomic]
  {
    little.operations.map { operation in
      var sum = Cyclotomic.zero
      for (site, carrier) in zip(position.orbit, position.carriers) {
        let image = site.moved(by: operation)
        guard image.reduced == site else { continue }
        let (n1, n2) = ((image.n1 - site.n1) / 60, (image.n2 - site.n2) / 60)
        let local = carrier.inverse * operation.translated(-n1, -n2) * carrier
        for irrep in siteIrreps {
          sum += position.siteGroup.character(position.irreps[irrep], local)
            .turned(by: little.phase(n1, n2))
        }
      }
      return sum
    }
  }

  /// The same with what is known about parts of it.
  func withParts(in indicators: SymmetryIndicators) -> BandRepresentation {
    var copy = self
    for part in indicators.parts(of: vector) {
      copy.isDecomposable = true
      if indicators.values(of: part).allSatisfy({ $0 == 0 }) {
        copy.isDecomposableWithTrivialIndicators = true
        break
      }
    }
    return copy
  }
}

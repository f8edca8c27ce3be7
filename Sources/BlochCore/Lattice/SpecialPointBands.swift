/// Energies and irreps at one high-symmetry point: what the topology of a set of bands is read from.
public struct SpecialPointBands: Sendable, Equatable {
  /// "Gamma", "K", "M"; a p2 cell has "M1" and "M2" (M turned by 60 and 120 degrees) besides.
  public var label: String
  public var k: KPoint
  /// [nBands], ascending, in units of Vmax.
  public var energies: [Double]
  /// [nBands]; both members of a pair carry the pair's label. The last band may be half of a pair.
  public var irreps: [Irrep]

  public init(label: String, k: KPoint, energies: [Double], irreps: [Irrep]) {
    self.label = label
    self.k = k
    self.energies = energies
    self.irreps = irreps
  }
}

/// Why irreps cannot be turned into a classification.
public enum TopologyError: Error, Equatable, CustomStringConvertible {
  /// A high-symmetry point of p6 is missing where p6 alone will do.
  case notP6(missing: String)
  /// A special point of the group is missing, or no band has an irrep there.
  case missingPoint(String, group: String)
  /// The group has no symmetry but translations.
  case noIrreps(group: String)
  /// Irreps and energies at a point differ in number.
  case lengthMismatch(point: String, irreps: Int, energies: Int)
  /// An irrep that the point's little group does not have; band counted from 1.
  case foreignIrrep(point: String, band: Int, irrep: Irrep)
  /// Energies at a point are not finite or do not ascend; band counted from 1.
  case notAscending(point: String, band: Int)
  /// A pair whose members lie apart in energy; band counted from 1.
  case brokenPair(point: String, band: Int)
  /// The lowest band at Gamma is not the one with the full symmetry, s in p6, which no real potential allows.
  case lowestNotSymmetric(Irrep, expected: Irrep)
  /// No isolated set of bands has this fingerprint.
  case notAllowed(SymmetryVector)
  /// A set of bands too large to decompose.
  case tooManyBands(Int)
  /// A set of bands whose best decomposition takes too long to find.
  case searchTooLong(SymmetryVector)

  public var description: String {
    switch self {
    case .notP6(let missing):
      "no irreps of p6 at \(missing); use a cell with C6 symmetry"
    case .missingPoint(let point, let group):
      "no irreps of \(group) at \(point); solve the cell again"
    case .noIrreps(let group):
      "\(group) has no irreps: no symmetry tells its bands apart; use a cell with more symmetry, or search for nodes"
    case .lengthMismatch(let point, let irreps, let energies):
      "\(irreps) irreps but \(energies) energies at \(point); solve the cell again"
    case .foreignIrrep(let point, let band, let irrep):
      "band \(band) cannot have irrep \(irrep.symbol) at \(point); solve the cell again"
    case .notAscending(let point, let band):
      "energies at \(point) do not ascend at band \(band); solve the cell again"
    case .brokenPair(let point, let band):
      "band \(band) at \(point) is half of a pair without its partner; solve the cell again"
    case .lowestNotSymmetric(let irrep, let expected):
      "the lowest band at Gamma is \(irrep.symbol), which must be \(expected.symbol); solve with a smaller tolerance"
    case .notAllowed(let fingerprint):
      "no isolated set of bands has the fingerprint \(fingerprint); check the irreps"
    case .tooManyBands(let count):
      "a set of \(count) bands is more than \(BandDecomposition.maximumBands); solve fewer bands"
    case .searchTooLong(let fingerprint):
      "the best decomposition of \(fingerprint) takes too long to find; solve fewer bands"
    }
  }
}

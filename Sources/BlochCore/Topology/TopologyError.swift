/// Why irreps cannot be turned into a classification.
public enum TopologyError: Error, Equatable, CustomStringConvertible {
  /// A high-symmetry point of p6 is missing, or no band has an irrep there.
  case notP6(missing: String)
  /// Irreps and energies at a point differ in number.
  case lengthMismatch(point: String, irreps: Int, energies: Int)
  /// An irrep that the point's little group does not have; band counted from 1.
  case foreignIrrep(point: String, band: Int, irrep: Irrep)
  /// Energies at a point are not finite or do not ascend; band counted from 1.
  case notAscending(point: String, band: Int)
  /// A pair whose members lie apart in energy; band counted from 1.
  case brokenPair(point: String, band: Int)
  /// The lowest band at Gamma is not s, which no real potential allows.
  case lowestNotS(Irrep)
  /// No isolated set of bands has this fingerprint.
  case notAllowed(SymmetryFingerprint)
  /// A set of bands too large to decompose.
  case tooManyBands(Int)

  public var description: String {
    switch self {
    case .notP6(let missing):
      "no irreps at \(missing), and p6 tables are the only ones; use a cell with C6 symmetry"
    case .lengthMismatch(let point, let irreps, let energies):
      "\(irreps) irreps but \(energies) energies at \(point); solve the cell again"
    case .foreignIrrep(let point, let band, let irrep):
      "band \(band) cannot have irrep \(irrep.symbol) at \(point); solve the cell again"
    case .notAscending(let point, let band):
      "energies at \(point) do not ascend at band \(band); solve the cell again"
    case .brokenPair(let point, let band):
      "band \(band) at \(point) is half of a pair without its partner; solve the cell again"
    case .lowestNotS(let irrep):
      "the lowest band at Gamma is \(irrep.symbol), which must be s; solve with a smaller tolerance"
    case .notAllowed(let fingerprint):
      "no isolated set of bands has the fingerprint \(fingerprint); check the irreps"
    case .tooManyBands(let count):
      "a set of \(count) bands is more than \(BandDecomposition.maximumBands); solve fewer bands"
    }
  }
}

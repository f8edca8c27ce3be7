import BlochCore
import RecordStream

extension PBRecord {
  /// How well the energies of the block `irreps` are known: the one place that knows what each maker of bands
  /// says of its errors.
  ///
  /// | bands by | error of every band |
  /// |---|---|
  /// | `solve-seq`, exact designs | `bands.error_estimate` |
  /// | `predict`, designs by the network | `model.measured_error`, else `model.special_errors` band by band, else `bands.error_estimate`, else `design.network_error` |
  /// | `invdesign target` | rounding in double precision |
  ///
  /// Never less than rounding, which is also what remains where nothing is said.
  /// - Parameter wanted: takes the place of what the record says, Vmax.
  /// - Throws: `StreamError` when an error is negative or not finite.
  public func bandErrors(replacedBy wanted: Double? = nil) throws -> BandErrors {
    let (errors, source) = wanted.map { ([$0], "the error") } ?? toldErrors
    guard errors.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw StreamError(.badData, "\(source) is \(errors), which is no error; solve again")
    }
    let levels = irreps.points.map(\.energies)
    let largest = levels.joined().reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    return BandErrors(
      errors.map { max($0, Self.rounding * largest) },
      isComplete: bands.method == Self.latticeModelMethod
        && levels.allSatisfy { $0.count == bandCount })
  }

  /// The same of the energies anywhere in the zone, which the network's bars tell apart.
  /// - Throws: `StreamError` when an error is negative or not finite.
  public func zoneErrors() throws -> BandErrors {
    let told = hasModel && !model.hasMeasuredError ? model.bandErrors : []
    guard told.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw StreamError(.badData, "model.band_errors is \(told), which is no error; predict again")
    }
    return told.isEmpty ? try bandErrors() : BandErrors(told)
  }

  /// `bands.method` of models that have no bands but those known.
  public static let latticeModelMethod = "lattice model"

  /// Of an energy in double precision, relative to the largest one.
  private static let rounding = 1e-12

  private var bandCount: Int {
    bands.energies.shape.count == 2 ? Int(clamping: bands.energies.shape[1]) : 0
  }

  /// Of the lowest bands, and where that stands.
  private var toldErrors: ([Double], String) {
    guard bands.method == "network" else {
      return ([bands.errorEstimate], "bands.error_estimate")
    }
    if hasModel, model.hasMeasuredError { return ([model.measuredError], "model.measured_error") }
    if hasModel, !model.specialErrors.isEmpty {
      return (model.specialErrors, "model.special_errors")
    }
    if bands.errorEstimate == 0, hasDesign {
      return ([design.networkError], "design.network_error")
    }
    return ([bands.errorEstimate], "bands.error_estimate")
  }
}

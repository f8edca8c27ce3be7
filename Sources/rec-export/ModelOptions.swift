import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream

/// The unit of exported energies.
enum EnergyUnit: String, ExpressibleByArgument, CaseIterable {
  case vmax, e0
}

/// In which unit a tight-binding model is written.
struct ModelOptions: ParsableArguments {
  @Option(help: "Unit of energies: vmax, or e0 = hbar^2/(2 m a^2).")
  var unit = EnergyUnit.vmax

  @Option(help: ArgumentHelp("Multiply energies, e.g. by the unit in eV.", valueName: "x"))
  var factor = 1.0

  func validate() throws {
    guard factor.isFinite, factor > 0 else {
      throw ValidationError("--factor must be positive and finite, not \(factor)")
    }
  }

  /// The model of a record.
  /// - Throws: `StreamError` (bad data).
  func model(of record: PBRecord) throws -> ExportedModel {
    let (orbitals, coefficients) = try record.networkModel()
    var scale = factor
    if unit == .e0 {
      guard record.hasGeometry else {
        throw StreamError(.badData, "the record has no geometry to tell v_max; use --unit vmax")
      }
      scale *= try record.unitCell().vMax
    }
    guard coefficients.allSatisfy({ (scale * $0).isFinite }) else {
      throw StreamError(.badData, "energies times \(scale) are too large for numbers")
    }
    let name = unit == .vmax ? "v_max" : "E0"
    return ExportedModel(
      orbitals: orbitals,
      cells: TightBindingModel(orbitals: orbitals).realSpace(coefficients.map { scale * $0 }),
      about:
        "blochpipe, orbitals \(orbitals.description) on 1a, energies in "
        + (factor == 1 ? name : "\(name), times \(factor)"))
  }
}

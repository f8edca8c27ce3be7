import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// In which unit a tight-binding model is written.
struct ModelOptions: ParsableArguments {
  @Option(name: [.customLong("units"), .customLong("unit")], help: EnergyUnit.help)
  var unit = EnergyUnit.vMax

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
    if unit.needsHeight {
      guard record.hasGeometry else {
        throw StreamError(.badData, "the record has no geometry to tell v_max; use --units vmax")
      }
      scale *= unit.factor(vMax: try record.unitCell().vMax)
    }
    guard coefficients.allSatisfy({ (scale * $0).isFinite }) else {
      throw StreamError(.badData, "energies times \(scale) are too large for numbers")
    }
    return ExportedModel(
      orbitals: orbitals,
      cells: TightBindingModel(orbitals: orbitals).realSpace(coefficients.map { scale * $0 }),
      about:
        "blochpipe, orbitals \(orbitals.description) on 1a, energies in "
        + (factor == 1 ? unit.name : "\(unit.name), times \(factor)"))
  }
}

import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// In which unit a tight-binding model is written.
struct ModelOptions: ParsableArguments {
  @Option(name: [.customLong("units"), .customLong("unit")], help: EnergyUnit.help)
  var unit: EnergyUnit?

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
    if record.hasFrequencies {
      throw StreamError(
        .badData,
        "the record is of \(record.equation), and tight-binding models are of the Schroedinger equation alone"
      )
    }
    let (family, coefficients) = try record.networkModel()
    if unit != nil, record.hasGeometry { _ = try record.unitCell() }
    let unit = try EnergyUnit.scale(unit, of: record)
    let scale = factor * unit.factor
    guard coefficients.allSatisfy({ (scale * $0).isFinite }) else {
      throw StreamError(.badData, "energies times \(scale) are too large for numbers")
    }
    return ExportedModel(
      family: family,
      cells: TightBindingModel(family).realSpace(coefficients.map { scale * $0 }),
      about:
        "blochpipe, orbitals \(family.description)\(family.description.contains("1a:") ? "" : " on 1a"), energies in "
        + (factor == 1 ? unit.name : "\(unit.name), times \(factor)"))
  }
}

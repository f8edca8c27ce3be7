import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream

/// What the patterns of a stream mean.
public struct MediumOptions: ParsableArguments, Sendable {
  @Option(
    help: ArgumentHelp(
      "Wave equation: schroedinger, tm (light, electric field along the rods), te (light, magnetic field along the "
        + "rods), acoustic (sound in fluids), sh (elastic waves along the rods) or inplane (elastic waves across the "
        + "rods). By default the record's, or schroedinger."))
  public var equation: WaveEquation?

  @Option(
    help: ArgumentHelp(
      "What 0 and 1 of the pattern are made of, e.g. epsilon=1:12 for tm and te; rho=1000:7800 and bulk=2.2e9:1.6e11 for "
        + "acoustic; rho and mu for sh; rho, lambda and mu for inplane.", valueName: "name=low:high"
    ))
  public var material: [String] = []

  public init() {}

  public func validate() throws { _ = try usage { try medium() } }

  /// What is asked for; nil where the records decide.
  public func medium() throws -> CrystalMedium? {
    guard let equation else {
      if material.isEmpty { return nil }
      throw ValidationError("--material needs an --equation")
    }
    if equation == .schroedinger {
      guard material.isEmpty else {
        throw ValidationError("the Schroedinger equation has a potential, no --material")
      }
      return nil
    }
    do { return try CrystalMedium(equation, material.map(Self.material)) } catch let error
      as MediumError
    { throw ValidationError(error.description) }
  }

  private static func material(_ text: String) throws -> CrystalMedium.Material {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    let values =
      parts.count == 2
      ? parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) } : []
    guard values.count == 2, let low = values[0], let high = values[1] else {
      throw ValidationError("--material is NAME=LOW:HIGH, e.g. epsilon=1:12, not '\(text)'")
    }
    return CrystalMedium.Material(name: String(parts[0]), low: low, high: high)
  }

  /// Makes a record's cell a crystal of what is asked for.
  /// - Throws: `StreamError` where the record is of another equation than asked for.
  public func apply(_ medium: CrystalMedium?, to record: inout PBRecord) throws {
    if let medium {
      record.geometry.setMedium(medium)
    } else if let equation, !record.geometry.equation.isEmpty {
      throw StreamError(
        .badData,
        "the record is of --equation \(record.geometry.equation), not \(equation.rawValue): it has no v_max; make it again with genpot"
      )
    }
  }

  public var arguments: [String] {
    (equation.map { ["--equation", $0.rawValue] } ?? []) + material.flatMap { ["--material", $0] }
  }
}

extension WaveEquation: ExpressibleByArgument {}

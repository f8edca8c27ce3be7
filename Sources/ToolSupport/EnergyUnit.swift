import ArgumentParser
import BlochRecords
import RecordStream

/// The unit that energies are printed in: of potentials v_max, E0 = hbar^2/(2 m a^2), or any other one by what E0 is in
/// it; of light, sound and elastic waves hertz, by the lattice constant.
public struct EnergyUnit: ExpressibleByArgument, Sendable {
  private enum Kind {
    case vMax
    /// What E0 is in the unit.
    case e0(Double, name: String)
    /// Lattice constant in metres; speed in metres a second, of waves in the first material.
    case lattice(Double, speed: Double?)
  }

  private let kind: Kind

  public static let vMax = EnergyUnit(kind: .vMax)

  private init(kind: Kind) { self.kind = kind }

  /// "vmax", "e0", "e0=0.57meV", "a=500nm", or "a=1cm,c=1480".
  public init?(argument: String) {
    switch argument {
    case "vmax": self = .vMax
    case "e0": self.init(kind: .e0(1, name: "E0"))
    case let text where text.hasPrefix("e0="):
      guard let (value, unit) = Self.quantity(text.dropFirst(3)), !unit.isEmpty,
        unit.allSatisfy({ $0.isLetter || "_/^2".contains($0) })
      else { return nil }
      self.init(kind: .e0(value, name: unit))
    case let text where text.hasPrefix("a="):
      let parts = text.dropFirst(2).split(separator: ",", omittingEmptySubsequences: false)
      guard let (value, unit) = Self.quantity(parts[0]), let metre = Self.metres[unit],
        parts.count <= 2
      else { return nil }
      var speed: Double?
      if parts.count == 2 {
        guard parts[1].hasPrefix("c="), let (c, unit) = Self.quantity(parts[1].dropFirst(2)),
          unit.isEmpty || unit == "m/s"
        else { return nil }
        speed = c
      }
      self.init(kind: .lattice(value * metre, speed: speed))
    default: return nil
    }
  }

  /// A positive number and the unit behind it.
  private static func quantity(_ text: Substring) -> (value: Double, unit: String)? {
    // A number may end like a unit begins: the longest one that is a number counts.
    let ends = text.indices.map { text.index(after: $0) }.reversed()
    guard let end = ends.first(where: { Double(text[..<$0]) != nil }),
      let value = Double(text[..<end]), value > 0, value.isFinite
    else { return nil }
    return (value, String(text[end...].trimmingPrefix(" ")))
  }

  private static let metres: [String: Double] = [
    "nm": 1e-9, "um": 1e-6, "\u{b5}m": 1e-6, "\u{3bc}m": 1e-6, "mm": 1e-3, "cm": 1e-2, "m": 1,
  ]
  private static let hertz: [(name: String, size: Double)] = [
    ("THz", 1e12), ("GHz", 1e9), ("MHz", 1e6), ("kHz", 1e3), ("Hz", 1),
  ]
  /// Of light in vacuum, metres a second.
  private static let speedOfLight = 299_792_458.0

  /// What the energies of a record are printed as.
  /// - Parameter unit: nil where none was asked for: v_max, or omega a/(2 pi c).
  /// - Throws: `StreamError` (bad data) where the record's energies have no such unit.
  public static func scale(_ unit: EnergyUnit?, of record: PBRecord) throws -> EnergyScale {
    if record.hasFrequencies { return try frequencies(unit?.kind, of: record) }
    switch unit?.kind {
    case nil, .vMax: return .vMax
    case .e0(let value, let name):
      guard record.geometry.vMax > 0, record.geometry.vMax.isFinite else {
        throw StreamError(.badData, "the record has no v_max; use --units vmax")
      }
      return EnergyScale(name: name, factor: value * record.geometry.vMax)
    case .lattice:
      throw StreamError(
        .badData, "the record is of a potential, and a= is for light and sound; use --units e0=...")
    }
  }

  private static func frequencies(_ kind: Kind?, of record: PBRecord) throws -> EnergyScale {
    let equation = record.equation
    let isLight = ["tm", "te"].contains(equation)
    switch kind {
    case nil: return .reduced
    case .vMax, .e0:
      throw StreamError(
        .badData,
        "the record is of \(equation), and has frequencies: leave --units out, or name the lattice constant, as in "
          + (isLight ? "--units a=500nm" : "--units a=1cm,c=1480"))
    case .lattice(let a, let speed):
      guard isLight == (speed == nil) else {
        throw StreamError(
          .badData,
          isLight
            ? "the record is of light, whose speed is known; leave c= out of --units"
            : "the record is of \(equation): --units needs the speed in the first material too, in m/s, as in a=1cm,c=1480"
        )
      }
      let size = (speed ?? speedOfLight) / a
      let unit = hertz.first { size >= $0.size } ?? hertz[hertz.count - 1]
      return EnergyScale(name: unit.name, factor: size / unit.size, isFrequency: true)
    }
  }

  /// Of the option in every tool.
  public static let help = ArgumentHelp(
    "Unit of energies: vmax, e0, or what E0 = hbar^2/(2 m a^2) is in another one, e.g. e0=0.57meV; frequencies of light in "
      + "hertz by the lattice constant, e.g. a=500nm, of sound with the speed in the first material, e.g. a=1cm,c=1480 "
      + "(docs/units.md).",
    valueName: "unit")

  public static var defaultCompletionKind: CompletionKind { .list(["vmax", "e0", "e0=", "a="]) }
}

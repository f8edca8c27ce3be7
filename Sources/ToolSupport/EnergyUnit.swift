import ArgumentParser

/// The unit that energies are printed in: v_max, E0 = hbar^2/(2 m a^2), or any other one by what E0 is in it.
public struct EnergyUnit: ExpressibleByArgument, Sendable {
  public let name: String
  /// Of E0; nil where energies stay in v_max.
  private let e0: Double?

  public static let vMax = EnergyUnit(name: "v_max", e0: nil)

  private init(name: String, e0: Double?) {
    self.name = name
    self.e0 = e0
  }

  /// "vmax", "e0", or "e0=0.57meV".
  public init?(argument: String) {
    switch argument {
    case "vmax": self = .vMax
    case "e0": self.init(name: "E0", e0: 1)
    default:
      guard argument.hasPrefix("e0=") else { return nil }
      let text = argument.dropFirst(3)
      // A number may end like a unit begins: the longest one that is a number counts.
      let ends = text.indices.map { text.index(after: $0) }.reversed()
      guard let end = ends.first(where: { Double(text[..<$0]) != nil }),
        let value = Double(text[..<end]), value > 0, value.isFinite
      else { return nil }
      let unit = text[end...].trimmingPrefix(" ")
      guard !unit.isEmpty, unit.allSatisfy({ $0.isLetter || "_/^2".contains($0) }) else {
        return nil
      }
      self.init(name: String(unit), e0: value)
    }
  }

  /// What an energy in v_max is multiplied by.
  /// - Parameter vMax: E0.
  public func factor(vMax: Double) -> Double { e0.map { $0 * vMax } ?? 1 }

  /// Whether the height of the potential must be known.
  public var needsHeight: Bool { e0 != nil }

  /// Of the option in every tool.
  public static let help = ArgumentHelp(
    "Unit of energies: vmax, e0, or what E0 = hbar^2/(2 m a^2) is in another one, e.g. e0=0.57meV (docs/units.md).",
    valueName: "unit")

  public static var defaultCompletionKind: CompletionKind { .list(["vmax", "e0", "e0="]) }
}

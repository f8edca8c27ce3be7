/// What the pattern of a crystal means: a wave equation, and the materials where the pattern is 0 and where it is 1.
public struct CrystalMedium: Sendable, Equatable {
  /// A property of the materials.
  public struct Material: Sendable, Equatable {
    public init(name: String, low: Double, high: Double) {
      self.name = name
      self.low = low
      self.high = high
    }

    /// epsilon, rho, bulk or mu.
    public var name: String
    /// Where the pattern is 0, and where it is 1; in between in proportion.
    public var low: Double
    public var high: Double
  }

  public let equation: WaveEquation
  /// In the order of `WaveEquation.materialNames`.
  public let materials: [Material]

  /// Energies of light, sound and elastic waves are eigenvalues in this unit, 1/a^2: (omega a/(2 pi c))^2.
  public static let unit = 4 * Double.pi * Double.pi

  /// - Throws: `MediumError` for another equation's materials, one that is missing or given twice, and values that are
  ///   not positive.
  public init(_ equation: WaveEquation, _ materials: [Material]) throws {
    let names = equation.materialNames
    guard !names.isEmpty else {
      throw MediumError("the Schroedinger equation has a potential, no materials")
    }
    for material in materials {
      guard names.contains(material.name) else {
        throw MediumError(
          "\(equation.rawValue) has no material \(material.name); it has \(names.joined(separator: ", "))"
        )
      }
      let values = [material.low, material.high]
      guard values.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw MediumError("\(material.name) must be positive, not \(values[0]):\(values[1])")
      }
      guard values.allSatisfy({ $0 >= 1e-9 && $0 <= 1e9 }) else {
        throw MediumError("\(material.name) must be 1e-9 to 1e9, not \(values[0]):\(values[1])")
      }
    }
    self.equation = equation
    self.materials = try names.map { name in
      let own = materials.filter { $0.name == name }
      guard own.count == 1 else {
        throw MediumError(
          own.isEmpty
            ? "\(equation.rawValue) needs --material \(name)=LOW:HIGH"
            : "--material \(name) is there twice")
      }
      return own[0]
    }
    guard self.materials.contains(where: { $0.low != $0.high }) else {
      throw MediumError("both materials are the same, so there is no crystal")
    }
  }

  /// The coefficients where the pattern is 0 and where it is 1, those of sound and elastic waves in units of the
  /// first: lambda = (omega a/c)^2 with the speed c of light in vacuum, or of the wave in the first material.
  package var media: (low: Medium, high: Medium) {
    let (first, last) = (materials[0], materials[materials.count - 1])
    switch equation {
    case .schroedinger: return (Medium(), Medium())
    case .tm: return (Medium(b: first.low), Medium(b: first.high))
    case .te: return (Medium(a: 1 / first.low), Medium(a: 1 / first.high))
    case .acoustic:
      return (Medium(), Medium(a: first.low / first.high, b: last.low / last.high))
    case .sh: return (Medium(), Medium(a: last.high / last.low, b: first.high / first.low))
    }
  }
}

/// A wave equation without its materials, or with others.
public struct MediumError: Error, Equatable, CustomStringConvertible {
  public let description: String
  package init(_ description: String) { self.description = description }
}

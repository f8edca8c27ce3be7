/// What the pattern of a crystal means: a wave equation, and the materials where the pattern is 0 and where it is 1.
public struct CrystalMedium: Sendable, Equatable {
  /// A property of the materials.
  public struct Material: Sendable, Equatable {
    public init(name: String, low: Double, high: Double) {
      self.name = name
      self.low = low
      self.high = high
    }

    /// epsilon, rho, bulk, lambda or mu.
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

  /// - Throws: `MediumError` for another equation's materials, one that is missing or given twice, and values that no
  ///   material has.
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
      if equation != .inplane { try Self.check(material, of: equation) }
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
    if equation == .inplane { try Self.checkSolids(self.materials) }
    guard self.materials.contains(where: { $0.low != $0.high }) else {
      throw MediumError("both materials are the same, so there is no crystal")
    }
  }

  private static func check(_ material: Material, of equation: WaveEquation) throws {
    let values = [material.low, material.high]
    let extreme = values.filter { equation.boundary(material.name, $0) != nil }
    let others = values.filter { equation.boundary(material.name, $0) == nil }
    guard others.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw MediumError("\(material.name) must be positive, not \(values[0]):\(values[1])")
    }
    guard others.allSatisfy({ $0 >= 1e-12 && $0 <= 1e15 }) else {
      throw MediumError("\(material.name) must be 1e-12 to 1e15, not \(values[0]):\(values[1])")
    }
    guard extreme.count < 2 else {
      throw MediumError("\(material.name) leaves no material: \(values[0]):\(values[1])")
    }
  }

  /// Of elastic waves in the plane: solids, voids and bodies that do not move, whose other values mean nothing.
  /// - Parameter materials: rho, lambda and mu.
  private static func checkSolids(_ materials: [Material]) throws {
    let sides: [KeyPath<Material, Double> & Sendable] = [\.low, \.high]
    var solids = 0
    for side in sides {
      let (rho, lambda, mu) = (
        materials[0][keyPath: side], materials[1][keyPath: side], materials[2][keyPath: side]
      )
      if mu == .infinity { continue }
      if mu == 0 {
        guard lambda == 0 else {
          throw MediumError(
            "mu 0 with lambda \(lambda) is a fluid, which in a solid is not there; a void has lambda 0 too"
          )
        }
        continue
      }
      guard mu >= 1e-12, mu <= 1e15, rho >= 1e-12, rho <= 1e15 else {
        throw MediumError("rho and mu of a solid must be 1e-12 to 1e15, not \(rho) and \(mu)")
      }
      guard lambda > -mu, lambda <= 1e15 else {
        throw MediumError("lambda must be above -mu and at most 1e15, not \(lambda)")
      }
      guard lambda <= Self.softest * mu else {
        throw MediumError(
          "lambda is more than \(Int(Self.softest)) mu: such a solid keeps its volume, which these elements cannot"
        )
      }
      solids += 1
    }
    guard solids > 0 else {
      throw MediumError("mu leaves no material: \(materials[2].low):\(materials[2].high)")
    }
  }

  /// Largest lambda/mu: beyond it quadratic elements are too stiff.
  private static let softest = 100.0

  /// The coefficients where the pattern is 0 and where it is 1, those of sound and elastic waves in units of the
  /// first: lambda = (omega a/c)^2 with the speed c of light in vacuum, or of the wave in the first material, the
  /// second where the first is a boundary.
  package var media: (low: Medium, high: Medium) { (mixture(0), mixture(1)) }

  /// The coefficients where the pattern has a value between 0 and 1; without meaning on the side of a boundary.
  package func mixture(_ share: Double) -> Medium {
    func value(_ number: Int) -> Double {
      let own = materials[number]
      if let boundary { return boundary.isHigh ? own.low : own.high }
      return own.low + (own.high - own.low) * share
    }
    func reference(_ number: Int) -> Double {
      boundary?.isHigh == false ? materials[number].high : materials[number].low
    }
    return switch equation {
    case .schroedinger: Medium()
    case .tm: Medium(b: value(0))
    case .te: Medium(a: 1 / value(0))
    case .acoustic: Medium(a: reference(0) / value(0), b: reference(1) / value(1))
    case .sh: Medium(a: value(1) / reference(1), b: value(0) / reference(0))
    case .inplane:
      Medium(
        a: value(2) / reference(2), b: value(0) / reference(0), lame: value(1) / reference(2))
    }
  }

  /// The side that no wave enters, where there is one, and whether the field vanishes at its rim (soft) or its flux does
  /// (rigid): a perfect conductor, a rigid body or a vacuum.
  package var boundary: (isHigh: Bool, isSoft: Bool)? {
    for material in materials {
      if let isSoft = equation.boundary(material.name, material.low) { return (false, isSoft) }
      if let isSoft = equation.boundary(material.name, material.high) { return (true, isSoft) }
    }
    return nil
  }

  package var isExcluded: Bool { boundary != nil }

  /// Whether plane waves solve it: the field has one component, and a is the same everywhere.
  package var isByPlaneWaves: Bool {
    equation.field != .vector && boundary == nil && media.low.a == media.high.a
  }
}

/// A wave equation without its materials, or with others.
public struct MediumError: Error, Equatable, CustomStringConvertible {
  public let description: String
  package init(_ description: String) { self.description = description }
}

/// The crystals that a network knows.
public enum NetworkDomain: Sendable, Equatable {
  /// Potentials of one height, E0, which is the unit of the network's energies.
  case potential(vMax: Double)
  /// Crystals of an equation with strengths in a range: heights of potentials, E0, or ratios of the two epsilon of light.
  /// Energies are brought to one scale.
  case family(WaveEquation, ClosedRange<Double>)

  /// Equations that families can be of.
  public static let equations: [WaveEquation] = [.schroedinger, .tm, .te]

  public var equation: WaveEquation {
    switch self {
    case .potential: .schroedinger
    case .family(let equation, _): equation
    }
  }

  /// Whether energies are squares of frequencies: the lowest band vanishes at Gamma, and errors are those of frequencies.
  public var isLight: Bool { equation != .schroedinger }

  /// Of squared deviations.
  public var lossUnit: String {
    switch self {
    case .potential: "v_max^2"
    case .family(.schroedinger, _): "(v_max + 64 E0)^2"
    case .family: "(omega a/(2 pi c))^2"
    }
  }

  /// For reading: "potentials of 256 E0", "tm with ratios of epsilon from 2 to 16".
  public var description: String {
    switch self {
    case .potential(let height): "potentials of \(height) E0"
    case .family(.schroedinger, let range):
      "potentials of \(range.lowerBound) to \(range.upperBound) E0"
    case .family(let equation, let range):
      "\(equation.rawValue) with ratios of epsilon from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// Of `family`: height of the potential, E0, or the larger epsilon over the smaller one; 1 where materials are no epsilon.
  public static func strength(of cell: UnitCell) -> Double {
    if let medium = cell.medium, !equations.contains(medium.equation) { return 1 }
    return CellScale(cell, mean: 0.5).strength
  }

  /// "256.0", "schroedinger 16.0 1024.0", "tm 2.0 16.0": for files.
  public var text: String {
    switch self {
    case .potential(let height): "\(height)"
    case .family(let equation, let range):
      "\(equation.rawValue) \(range.lowerBound) \(range.upperBound)"
    }
  }

  /// Reads what `text` writes; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    func positive(_ word: String) -> Double? {
      Double(word).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
    if words.count == 1, let height = positive(words[0]) {
      self = .potential(vMax: height)
    } else if words.count == 3, let equation = WaveEquation(rawValue: words[0]),
      Self.equations.contains(equation), let low = positive(words[1]),
      let high = positive(words[2]), low <= high
    {
      self = .family(equation, low...high)
    } else {
      return nil
    }
  }

  /// Whether networks of an input can know the cell's equation at all.
  /// - Throws: `GeometryError`.
  static func check(_ medium: CrystalMedium?, isFamily: Bool) throws {
    guard let medium else { return }
    guard equations.contains(medium.equation), medium.boundary == nil else {
      throw GeometryError(
        "no network knows --equation \(medium.equation.rawValue)\(medium.boundary == nil ? "" : " with a conductor"); use solve-seq"
      )
    }
    if !isFamily {
      throw GeometryError(
        "the network knows the Schroedinger equation alone, and the cell is of --equation \(medium.equation.rawValue); use solve-seq"
      )
    }
  }

  /// What is wrong with a cell of an equation and strength, and what the network knows; nil where nothing is.
  public func fault(_ own: WaveEquation, strength: Double) -> String? {
    guard own == equation else {
      return
        "the network knows \(description), and the cell is \(own == .schroedinger ? "a potential" : "of --equation \(own.rawValue)")"
    }
    switch self {
    case .potential(let height):
      return strength == height
        ? nil : "v_max is \(strength) E0, and the network knows \(height) only"
    case .family(_, let range):
      if strength >= range.lowerBound * (1 - 1e-9) && strength <= range.upperBound * (1 + 1e-9) {
        return nil
      }
      return
        "\(isLight ? "the ratio of epsilon" : "v_max") is \(strength), and the network knows \(description)"
    }
  }

  /// - Throws: `GeometryError` for a cell of another equation or strength, which says what the network knows.
  public func check(_ cell: UnitCell) throws {
    let own = cell.medium?.equation ?? .schroedinger
    guard let fault = fault(own, strength: Self.strength(of: cell)) else { return }
    throw GeometryError(
      own == equation
        ? "\(fault); give the cells to solve-seq in place of predict, or train another network"
        : "\(fault); use solve-seq")
  }
}

/// The wave equations: -div(a grad u) + v u = lambda b u, and that of elastic waves in the plane.
public enum WaveEquation: String, CaseIterable, Sendable {
  /// Matter waves: a = b = 1, v the potential.
  case schroedinger
  /// Light with its electric field along the rods: a = 1, b = epsilon; u = E_z.
  case tm
  /// Light with its magnetic field along the rods: a = 1/epsilon, b = 1; u = H_z.
  case te
  /// Sound in fluids: a = 1/rho, b = 1/B; u is the pressure.
  case acoustic
  /// Elastic waves that move along the rods: a = mu, b = rho; u is the displacement.
  case sh
  /// Elastic waves that move in the plane, longitudinal and transverse ones together (P and SV), in plane strain:
  /// -div sigma = omega^2 rho u, sigma = lambda div u + 2 mu epsilon; u is the displacement.
  case inplane

  /// Materials that the equation asks for.
  public var materialNames: [String] {
    switch self {
    case .schroedinger: []
    case .tm, .te: ["epsilon"]
    case .acoustic: ["rho", "bulk"]
    case .sh: ["rho", "mu"]
    case .inplane: ["rho", "lambda", "mu"]
    }
  }

  /// What operations do to u besides moving it.
  public enum Field: Sendable {
    case scalar
    /// Mirrors change its sign.
    case pseudoscalar
    /// It has two components in the plane, which are turned.
    case vector

    public var components: Int { self == .vector ? 2 : 1 }

    /// Of an operation with these elements of its matrix: the character of the fields that are the same everywhere.
    public func character(_ w11: Int, _ w12: Int, _ w21: Int, _ w22: Int) -> Int {
      switch self {
      case .scalar: 1
      case .pseudoscalar: w11 * w22 - w12 * w21
      case .vector: w11 + w22
      }
    }
  }

  public var field: Field {
    switch self {
    case .te: .pseudoscalar
    case .inplane: .vector
    default: .scalar
    }
  }

  /// Whether a value of a material is that of a boundary that no wave enters: true where the field vanishes there, false
  /// where its flux does, nil for a material.
  func boundary(_ material: String, _ value: Double) -> Bool? {
    switch (self, material, value) {
    case (.tm, "epsilon", .infinity): true
    case (.te, "epsilon", .infinity): false
    case (.acoustic, "rho", .infinity): false
    case (.acoustic, "bulk", 0): true
    case (.sh, "mu", .infinity), (.inplane, "mu", .infinity): true
    case (.sh, "mu", 0), (.inplane, "mu", 0): false
    default: nil
    }
  }
}

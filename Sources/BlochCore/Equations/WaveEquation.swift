/// The wave equations, all of the form -div(a grad u) + v u = lambda b u.
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

  /// Materials that the equation asks for, each positive.
  public var materialNames: [String] {
    switch self {
    case .schroedinger: []
    case .tm, .te: ["epsilon"]
    case .acoustic: ["rho", "bulk"]
    case .sh: ["rho", "mu"]
    }
  }

  /// Whether u is turned round by mirrors besides being moved: H_z is a pseudoscalar.
  public var isPseudoscalar: Bool { self == .te }
}

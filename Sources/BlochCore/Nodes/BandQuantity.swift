import Glibc

/// The smallest distance of two neighbouring bands at one wave vector, in frequency: energies are its squares.
public struct FrequencyGap: Sendable, Equatable {
  /// In the square root of the model's unit.
  public var gap: Double
  /// Where it is.
  public var k: KPoint

  public init(gap: Double, k: KPoint) {
    self.gap = gap
    self.k = k
  }
}

/// What is followed to its lowest value over the zone.
enum BandQuantity {
  /// E_n.
  case energy
  /// f_(n + 1) - f_n with E = f^2.
  case frequencyGap

  /// - Parameters:
  ///   - energies: of the bands at one wave vector, ascending.
  ///   - band: n, counted from 1.
  func value(_ energies: [Double], band: Int) -> Double {
    switch self {
    case .energy: energies[band - 1]
    case .frequencyGap: Self.root(energies[band]) - Self.root(energies[band - 1])
    }
  }

  /// The same at a point of a mesh.
  func value<States>(_ mesh: ZoneMesh<States>, _ point: Int32, band: Int) -> Double {
    switch self {
    case .energy: mesh.energy(point, band: band)
    case .frequencyGap:
      Self.root(mesh.energy(point, band: band + 1)) - Self.root(mesh.energy(point, band: band))
    }
  }

  /// The quantity and its derivatives by kx and ky.
  /// - Parameters:
  ///   - bands: [points], counted from 1.
  ///   - tolerance: of the energies.
  func slopes<States: ZoneStates>(
    _ states: inout States, at points: [KPoint], bands: [Int], tolerance: Double
  ) -> [BandSlope] {
    let lower = states.slopes(at: points, bands: bands, tolerance: tolerance)
    guard self == .frequencyGap else { return lower }
    let upper = states.slopes(at: points, bands: bands.map { $0 + 1 }, tolerance: tolerance)
    return zip(lower, upper).map { lower, upper in
      let (f, g) = (Self.root(lower.energy), Self.root(upper.energy))
      return BandSlope(
        energy: g - f,
        slope: upper.slope / (2 * max(g, Self.least)) - lower.slope / (2 * max(f, Self.least)))
    }
  }

  /// Frequencies below are those of the cone at Gamma, whose tip has no slope.
  private static var least: Double { 1e-6 }

  private static func root(_ energy: Double) -> Double { max(0, energy).squareRoot() }
}

/// Bands and irreps of one cell.
public struct BandSolution: Sendable, Equatable {
  /// [nK x nBands] row-major, ascending in each row, in units of Vmax.
  public var energies: [Double]
  public var bands: Int
  /// Gamma, K, M; for a C2 cell Gamma, K, M, and K and M turned by 60 and 120 degrees.
  public var specialPoints: [SpecialPointBands]
  /// Largest error of the energies at the special points, estimated from a second cut-off; Vmax.
  public var errorEstimate: Double
  /// The same in the unit of the tolerance: of light and sound the largest error of a frequency.
  public var tolerated: Double
  /// Plane waves kept explicitly at Gamma.
  public var planeWaves: Int
  /// dE/dV, when it was asked for.
  public var gradient: BandGradient?
  /// The bands as small matrices, unit Vmax, when they were asked for.
  public var model: KeptModel?

  public init(
    energies: [Double], bands: Int, specialPoints: [SpecialPointBands], errorEstimate: Double,
    tolerated: Double? = nil, planeWaves: Int, gradient: BandGradient? = nil,
    model: KeptModel? = nil
  ) {
    self.energies = energies
    self.bands = bands
    self.specialPoints = specialPoints
    self.errorEstimate = errorEstimate
    self.tolerated = tolerated ?? errorEstimate
    self.planeWaves = planeWaves
    self.gradient = gradient
    self.model = model
  }
}

/// The lowest states of a model at any number of wave vectors, real or complex: what searches of the zone ask of it.
/// One instance serves one thread.
protocol ZoneStates {
  /// What states are made of.
  associatedtype Scalar: OverlapScalar
  /// Whether H(k) is real at every k, so that bands may touch at nodes.
  static var isReal: Bool { get }
  /// States wanted at each wave vector.
  var count: Int { get }
  /// Components of a state.
  var order: Int { get }
  /// Whether the model has the symmetry of the lattice and the group everywhere, and not in a piece of the zone alone.
  var isPeriodic: Bool { get }
  /// Wave vectors solved so far.
  var solved: Int { get }
  /// Appends the states at further points to a table.
  mutating func append(_ points: [KPoint], to table: inout StateTable<Scalar>)
  /// - Parameters:
  ///   - cuts: [points], numbers of bands below the gaps.
  ///   - tolerances: [points], of the energies.
  /// - Returns: [points]
  mutating func crossings(at points: [KPoint], cuts: [Int], tolerances: [Double])
    -> [BandCrossing]
  /// - Parameters:
  ///   - bands: [points], counted from 1.
  ///   - tolerance: of the energies.
  /// - Returns: [points]
  mutating func slopes(at points: [KPoint], bands: [Int], tolerance: Double) -> [BandSlope]
}

/// States at some wave vectors.
struct StateTable<Scalar: OverlapScalar> {
  /// [points][count], ascending.
  var energies: [Double] = []
  /// [points][count][order]
  var vectors: [Scalar] = []
}

/// Two neighbouring bands at a wave vector, to first order: H = mean + d1 sigma_z + d2 sigma_x + d3 sigma_y in the two
/// states, with d = (gap/2, 0, 0) there.
struct BandCrossing {
  var gap: Double
  /// Derivatives of d1, d2 and d3 by kx and ky; d3 is nothing where states are real.
  var first: SIMD2<Double>
  var second: SIMD2<Double>
  var third: SIMD2<Double>
}

/// A band at a wave vector.
struct BandSlope {
  var energy: Double
  /// Derivatives by kx and ky.
  var slope: SIMD2<Double>
}

extension BlochStates: ZoneStates {
  typealias Scalar = Double
  static var isReal: Bool { true }
  var order: Int { hamiltonian.order }
  var isPeriodic: Bool { hamiltonian.isPeriodic }
}

/// Eigenstates of one irrep at a special point.
struct IrrepModes: Sendable {
  let irrep: Irrep
  /// [count], ascending, E0.
  var energies: [Double]
  /// [count], E0: what the folding of short waves lowers each energy by.
  var foldings: [Double]
  /// [count][1 or 2][near plane waves]: real coefficients c_G in the order of
  /// `PlaneWaveOrbits.nearPlaneWaves`. A pair of states gives the real and the imaginary part of one
  /// member, which span the same space.
  var functions: [[[Double]]]
  /// [count], where they were asked for.
  var responses: [StateResponse] = []
}

/// Eigenstates of one irrep at a special point.
struct IrrepModes: Sendable {
  let irrep: Irrep
  /// States of each energy.
  let bands: Int
  /// [count], ascending, E0.
  var energies: [Double]
  /// [count], E0: what the folding of short waves lowers each energy by.
  var foldings: [Double]
  /// [count][functions][near plane waves]: coefficients c_G in the order of `PlaneWaveOrbits.nearPlaneWaves`, real
  /// where C2T makes them so, else real and imaginary part one after the other. Of a Hermitian block of a
  /// group with C2 each state gives its real and its imaginary part, which span the same space as it and its partner;
  /// without C2 partners are the images under time reversal, made where they are needed.
  var functions: [[[Double]]]
  /// [count], where they were asked for.
  var responses: [StateResponse] = []
}

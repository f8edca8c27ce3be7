/// What counts as equal, where several places have to agree about it. Tolerances that belong to one algorithm, such as
/// the end of an iteration, stand with it.
public enum Tolerance {
  /// Rounding of sums of wave vectors' coordinates, of order one.
  static let rounding = 1e-12

  /// Wave vectors, along b1 and b2, that are the same point although they were reached in different ways.
  static let wavevector = 1e-10

  /// Positions along a1 and a2 that are the same place: those of a lattice model are typed with six digits or more.
  static let position = 1e-6

  /// Members of a pair, Vmax: rounding of an energy that was stored in single precision. The exact solver's pairs agree
  /// to the last bit.
  public static let pair = 1e-6

  /// Energies, Vmax, that are one model's, computed twice in double precision and stored in between.
  static let sameModel = 1e-7

  /// Eigenvalues in single precision, in the unit of the matrix.
  public static let singlePrecision: Float = 1e-6

  /// Largest difference of two pixels that the symmetry makes equal, in units of the potential's range: rounding of
  /// values in single precision.
  static let symmetry: Float = 1e-5
}

import BlochCore
import LinearAlgebra

/// Levels of a strip around a gap at one wave vector along the wall, in the records' unit.
struct StripLevels: Sendable {
  let kappa: Double
  /// Ascending.
  var energies: [Double]
  /// Largest error of each.
  var errors: [Double]
  /// Those between the bands of the crystals: numbers in `energies`.
  var between: [Int]
  /// [functions x between], of norm 1 or nearly so.
  var vectors: ComplexMatrix
  /// [between x between]: dE/dkappa between these states.
  var slopes: ComplexMatrix
  /// [bins], each [between x between]: overlaps within half a layer, by the position along A2 from the lower side of layer
  /// 0 on.
  var overlaps: [ComplexMatrix]
  /// States on the contour, where disorder is asked about.
  var contour: StripContour.Values? = nil
  /// What the rows of `vectors` are.
  var functions = StripFunctions.unknown
}

/// What gives the levels of a strip.
protocol StripStates {
  /// - Parameters:
  ///   - kappa: 0 to 1/2.
  ///   - window: of energies wanted.
  ///   - gap: energies between the bands of the crystals there; nil where there are none.
  func levels(
    _ kappa: Double, window: ClosedRange<Double>, gap: ClosedRange<Double>?
  ) throws -> StripLevels
}

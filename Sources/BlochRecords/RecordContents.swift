import BlochCore
import RecordStream

extension PBRecord {
  /// Checks that every block says something consistent: shapes, finite values, irreps by band.
  /// - Throws: `StreamError` with the block and what is wrong.
  public func checkContents() throws {
    if hasGeometry { try geometry.check() }
    if hasBands { _ = try solution() } else { _ = try irreps.specialPoints() }
    if hasGradient {
      let shape = gradient.energies.shape
      guard shape.count == 3, gradient.n1.count == gradient.n2.count,
        Int(clamping: shape[2]) == gradient.n1.count,
        !hasBands || shape[..<2].elementsEqual(bands.energies.shape),
        try gradient.energies.numbers().allSatisfy(RecordLimits.holds),
        !gradient.hasImaginary || gradient.imaginary.shape == shape,
        try !gradient.hasImaginary || gradient.imaginary.numbers().allSatisfy(RecordLimits.holds)
      else {
        throw StreamError(
          .badData,
          "gradient: shape \(shape) does not fit the bands or \(gradient.n1.count) orbits, or not finite"
        )
      }
    }
    if hasModel { _ = try networkModel() }
    if hasLatticeModel { _ = try checkedLatticeModel() }
    if hasReducedModel { _ = try keptModel() }
    if hasConnectivity { _ = try nodes() }
    if hasDesign { try design.check() }
    if hasTopology { _ = try bandSets() }
    if hasDerivatives { try derivatives.check() }
    if hasDensityOfStates { try densityOfStates.check() }
    if hasStates { try states.check() }
  }
}

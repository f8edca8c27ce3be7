import BlochCore
import RecordStream

extension PBRecord {
  /// Checks that every block says something consistent: shapes, finite values, irreps by band.
  /// - Throws: `StreamError` with the block and what is wrong.
  public func checkContents() throws {
    if hasGeometry { try geometry.check() }
    try checkEquation()
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
    if hasWall { try wall.check() }
  }

  /// Whether the bands are of the equation that the cell is of, and say so.
  private func checkEquation() throws {
    let told = bands.equation
    guard !hasBands || !hasGeometry || told == geometry.equation else {
      throw StreamError(
        .badData,
        "bands of \(told.isEmpty ? "a potential" : String(told.prefix(20))) for a cell of \(geometry.equation.isEmpty ? "a potential" : String(geometry.equation.prefix(20))); solve the record again"
      )
    }
    guard bands.frequencyError.isFinite, bands.frequencyError >= 0,
      told.isEmpty
        ? bands.quantity.isEmpty && bands.frequencyError == 0
        : ![nil, .schroedinger].contains(WaveEquation(rawValue: told))
          && bands.quantity == PBBandStructure.squaredFrequency
    else {
      throw StreamError(
        .badData,
        "bands: of the equation '\(told.prefix(20))', with the quantity '\(bands.quantity.prefix(40))' and the error \(bands.frequencyError) of frequencies; solve again"
      )
    }
  }
}

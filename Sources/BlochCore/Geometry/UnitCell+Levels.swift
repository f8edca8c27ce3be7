import Meshes

extension UnitCell {
  /// The level set that a two-level pattern is, where its field is known; nil for other cells.
  /// - Throws: `SolverError` where pattern and field are not of one crystal.
  func levels() throws -> FieldLevels? {
    guard shapes == nil, let field, let levels = FieldLevels(field, symmetry) else { return nil }
    // A few points of the grid, spread over all rows and columns.
    for step in 0..<64 {
      let (i, j) = (step * pixels / 64, step * 37 % pixels)
      let value = levels.value(
        at: Place(Double(i) / Double(pixels), Double(j) / Double(pixels)))
      let scale = levels.cosines.reduce(abs(levels.constant)) { $0 + abs($1) }
      if abs(value) < 1e-9 * scale { continue }
      guard potential[i * pixels + j] == (value > 0 ? 1 : 0) else {
        throw SolverError(
          "the pattern is not that of the record's field; make the record again with genpot")
      }
    }
    return levels
  }
}

import BlochCore
import RecordStream

extension PBRecord {
  /// Checks that every block says something consistent: shapes, finite values, irreps by band.
  /// - Throws: `StreamError` with the block and what is wrong.
  public func checkContents() throws {
    if hasGeometry { try geometry.check() }
    if hasBands {
      _ = try bands.kpoints.doubles()
      let values = try bands.energies.doubles()
      let points = bands.kpoints.shape.map(Int.init)
      let energies = bands.energies.shape.map(Int.init)
      guard points.count == 2, points[1] == 2, energies.count == 2, energies[0] == points[0] else {
        throw StreamError(.badData, "bands: energies \(energies) do not fit k-points \(points)")
      }
      guard values.allSatisfy(\.isFinite) else {
        throw StreamError(.badData, "bands: energies that are not finite")
      }
      let width = energies[1]
      for row in 0..<energies[0] {
        for n in 1..<max(width, 1) where values[row * width + n] < values[row * width + n - 1] {
          throw StreamError(.badData, "bands: energies at k-point \(row) are not ascending")
        }
      }
    }
    if hasIrreps {
      for point in irreps.points where point.irreps.count != point.energies.count {
        throw StreamError(
          .badData,
          "irreps: \(point.irreps.count) labels for \(point.energies.count) energies at "
            + point.label)
      }
    }
    if hasGradient {
      let shape = gradient.energies.shape
      guard shape.count == 3, gradient.n1.count == gradient.n2.count,
        Int(clamping: shape[2]) == gradient.n1.count,
        try gradient.energies.doubles().allSatisfy(\.isFinite)
      else {
        throw StreamError(
          .badData,
          "gradient: shape \(shape) does not fit \(gradient.n1.count) orbits, or not finite")
      }
    }
    if hasModel { _ = try model.checkedCoefficients() }
    if hasReducedModel { _ = try reducedModel.model() }
    if hasConnectivity { _ = try connectivity.connectivity() }
    if hasDesign { try design.check() }
    if hasTopology { _ = try topology.bandSets() }
  }
}

extension ReducedModel {
  /// - Parameter unit: of energy, in E0.
  /// - Throws: `LinearAlgebraError`.
  init?(_ basis: ReducedBasis, bands: Int, unit: Double) throws {
    func scaled(_ values: [Double]) -> [Double] { values.map { $0 / unit } }
    let parts = try basis.exactAtCorners(bands: bands)
    self.init(
      bands: bands, a0: scaled(parts.a0), x: scaled(parts.x), y: scaled(parts.y),
      a2: scaled(parts.a2))
  }
}

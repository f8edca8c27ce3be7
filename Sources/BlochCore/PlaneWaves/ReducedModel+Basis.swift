import LinearAlgebra

extension ReducedModel {
  /// - Parameter unit: of energy, in E0.
  init?(_ basis: ReducedBasis<RealMatrix>, bands: Int, unit: Double) {
    func scaled(_ values: [Double]) -> [Double] { values.map { $0 / unit } }
    self.init(
      bands: bands, a0: scaled(basis.a0), x: scaled(basis.x), y: scaled(basis.y),
      a2: scaled(basis.a2))
  }
}

import LinearAlgebra

extension KeptModel.Pieces {
  /// - Parameters:
  ///   - bases: of the pieces.
  ///   - unit: of energy, in E0.
  init?<Matrix: DenseMatrix>(_ bases: [ReducedBasis<Matrix>], bands: Int, unit: Double) {
    func scaled(_ values: [Double]) -> [Double] { values.map { $0 / unit } }
    var real: [ReducedModel] = []
    var hermitian: [HermitianReducedModel] = []
    for basis in bases {
      let lattice = basis.piece.metric.lattice
      let (a0, x, y) = (scaled(basis.a0), scaled(basis.x), scaled(basis.y))
      let (a2, xy, xx) = (scaled(basis.a2), scaled(basis.xy), scaled(basis.xx))
      if Matrix.components == 1 {
        guard
          let model = ReducedModel(
            bands: bands, a0: a0, x: x, y: y, a2: a2, xy: xy, xx: xx, lattice: lattice)
        else { return nil }
        real.append(model)
      } else {
        guard
          let model = HermitianReducedModel(
            bands: bands, a0: a0, x: x, y: y, a2: a2, xy: xy, xx: xx, lattice: lattice)
        else { return nil }
        hermitian.append(model)
      }
    }
    self = Matrix.components == 1 ? .real(real) : .hermitian(hermitian)
  }
}

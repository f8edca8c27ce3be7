import BlochCore
import RecordStream

extension PBReducedModel {
  /// The block of a model in units of Vmax.
  public init(_ model: ReducedModel) {
    self.init()
    order = UInt32(model.order)
    bands = UInt32(model.bands)
    func array(_ values: [Double]) -> PBArray { PBArray(float64: values, shape: [values.count]) }
    a0 = array(model.a0)
    x = array(model.x)
    y = array(model.y)
    a2 = array(model.a2)
  }

  /// - Throws: `StreamError` when the numbers make no model.
  func model() throws -> ReducedModel {
    let parts = try [a0, x, y, a2].map { try $0.numbers() }
    guard parts.allSatisfy({ $0.allSatisfy(RecordLimits.holds) }),
      let model = ReducedModel(
        bands: Int(bands), a0: parts[0], x: parts[1], y: parts[2], a2: parts[3]),
      model.order == Int(order)
    else {
      throw StreamError(
        .badData,
        "reduced_model: triangles of \(parts.map(\.count)) numbers do not fit order \(order) and \(bands)"
          + " bands, or not finite; solve again with --keep-model")
    }
    return model
  }
}

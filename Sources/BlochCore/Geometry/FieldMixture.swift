/// Interpolates between fields in their Fourier coefficients, as in the paper's phase map (Fig. 3f).
public struct FieldMixture: Sendable {
  /// One reciprocal vector of each orbit that any of the fields has.
  public let representatives: [ReciprocalVector]
  /// [nFields][representatives.count].
  private let amplitudes: [[Double]]
  private let thresholds: [Double]
  public let beta: Double

  /// Throws unless there are two or three fields of equal beta.
  public init(_ fields: [FourierField]) throws {
    guard (2...3).contains(fields.count) else {
      throw GeometryError("\(fields.count) fields to mix; give 2 or 3")
    }
    guard fields.allSatisfy({ $0.beta == fields[0].beta }) else {
      throw GeometryError("the fields to mix differ in beta; make them with one --beta")
    }
    guard fields.allSatisfy({ $0.amplitudes.count == $0.representatives.count }) else {
      throw GeometryError("a field has not one amplitude for each reciprocal vector")
    }
    var position: [ReciprocalVector: Int] = [:]
    var union: [ReciprocalVector] = []
    for g in fields.flatMap(\.representatives).map(HexagonOrbits.representative)
    where position[g] == nil {
      position[g] = union.count
      union.append(g)
    }
    amplitudes = fields.map { field in
      var row = [Double](repeating: 0, count: union.count)
      for (g, a) in zip(field.representatives, field.amplitudes) {
        row[position[HexagonOrbits.representative(of: g)] ?? 0] += a
      }
      return row
    }
    representatives = union
    thresholds = fields.map(\.threshold)
    beta = fields[0].beta
  }

  /// sum_f w_f field_f: amplitudes and threshold. One finite weight for each field, or it throws.
  public func field(weights: [Double]) throws -> FourierField {
    guard weights.count == amplitudes.count, weights.allSatisfy(\.isFinite) else {
      throw GeometryError("\(weights.count) weights for \(amplitudes.count) fields")
    }
    var sum = [Double](repeating: 0, count: representatives.count)
    var threshold = 0.0
    for (f, w) in weights.enumerated() {
      for o in sum.indices { sum[o] += w * amplitudes[f][o] }
      threshold += w * thresholds[f]
    }
    return FourierField(
      representatives: representatives, amplitudes: sum, beta: beta, threshold: threshold)
  }

  /// The weights of a regular map with `steps` points along each side: `steps` points from the
  /// first field to the second, or steps (steps + 1)/2 on a triangle, row by row from w3 = 0, in
  /// each row from w1 to w2. Each row [nFields] sums to 1. Throws unless there are 2 or 3 fields and
  /// 2...10000 steps.
  public static func weights(fields: Int, steps: Int) throws -> [[Double]] {
    guard (2...3).contains(fields) else {
      throw GeometryError("\(fields) fields to mix; give 2 or 3")
    }
    guard (2...10000).contains(steps) else {
      throw GeometryError("\(steps) steps; choose 2 to 10000")
    }
    let last = steps - 1
    func row(_ w2: Int, _ w3: Int) -> [Double] {
      [last - w2 - w3, w2, w3].prefix(fields).map { Double($0) / Double(last) }
    }
    return fields == 2
      ? (0...last).map { row($0, 0) }
      : (0...last).flatMap { w3 in (0...(last - w3)).map { row($0, w3) } }
  }
}

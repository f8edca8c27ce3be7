/// Interpolates between fields in their Fourier coefficients, as in the paper's phase map (Fig. 3f).
public struct FieldMixture: Sendable {
  public let symmetry: CrystalSymmetry
  /// One reciprocal vector of each star that any of the fields has.
  public let representatives: [ReciprocalVector]
  /// [nFields][representatives.count].
  private let amplitudes: [[Double]]
  /// The same of the sines; no fields where all are 0.
  private let sines: [[Double]]
  private let thresholds: [Double]
  public let beta: Double

  /// Throws unless there are two or three fields of equal beta.
  public init(_ fields: [FourierField], symmetry: CrystalSymmetry = .c6) throws {
    guard (2...3).contains(fields.count) else {
      throw GeometryError("\(fields.count) fields to mix; give 2 or 3")
    }
    guard fields.allSatisfy({ $0.beta == fields[0].beta }) else {
      throw GeometryError("the fields to mix differ in beta; make them with one --beta")
    }
    guard
      fields.allSatisfy({
        $0.amplitudes.count == $0.representatives.count
          && ($0.sines.isEmpty || $0.sines.count == $0.representatives.count)
      })
    else {
      throw GeometryError("a field has not one amplitude for each reciprocal vector")
    }
    var position: [ReciprocalVector: Int] = [:]
    var union: [ReciprocalVector] = []
    let places = fields.map { field in
      field.representatives.map { g in
        let place = ReciprocalStar(of: g, group: symmetry.group).representative
        if position[place.vector] == nil {
          position[place.vector] = union.count
          union.append(place.vector)
        }
        return (at: position[place.vector]!, sign: place.sign, isConjugate: place.isConjugate)
      }
    }
    amplitudes = zip(fields, places).map { field, places in
      var row = [Double](repeating: 0, count: union.count)
      for (place, a) in zip(places, field.amplitudes) { row[place.at] += place.sign * a }
      return row
    }
    let hasSines = fields.contains { !$0.sines.isEmpty }
    sines =
      !hasSines
      ? []
      : zip(fields, places).map { field, places in
        var row = [Double](repeating: 0, count: union.count)
        for (place, b) in zip(places, field.sines) {
          row[place.at] += place.sign * (place.isConjugate ? -b : b)
        }
        return row
      }
    self.symmetry = symmetry
    representatives = union
    thresholds = fields.map(\.threshold)
    beta = fields[0].beta
  }

  /// sum_f w_f field_f: amplitudes and threshold. One finite weight for each field, or it throws.
  public func field(weights: [Double]) throws -> FourierField {
    guard weights.count == amplitudes.count, weights.allSatisfy(\.isFinite) else {
      throw GeometryError("\(weights.count) weights for \(amplitudes.count) fields")
    }
    func mixed(_ rows: [[Double]]) -> [Double] {
      var sum = [Double](repeating: 0, count: representatives.count)
      for (row, w) in zip(rows, weights) { for o in sum.indices { sum[o] += w * row[o] } }
      return sum
    }
    var threshold = 0.0
    for (f, w) in weights.enumerated() { threshold += w * thresholds[f] }
    return FourierField(
      representatives: representatives, amplitudes: mixed(amplitudes),
      sines: sines.isEmpty ? [] : mixed(sines), beta: beta, threshold: threshold)
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

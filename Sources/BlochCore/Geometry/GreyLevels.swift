/// The two values of a picture that has no more.
struct GreyLevels {
  private let low: Float
  private let high: Float
  private let areTwo: Bool

  init(_ values: [Float]) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    (self.low, self.high) = (low, high)
    areTwo = values.allSatisfy { $0 == low || $0 == high }
  }

  /// The nearer of the two values, the upper one half-way; all values of a picture that has more.
  func cut(_ values: [Float]) -> [Float] {
    if !areTwo { return values }
    let middle = low + (high - low) / 2
    return values.map { $0 >= middle ? high : low }
  }
}

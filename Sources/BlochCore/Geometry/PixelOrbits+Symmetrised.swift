extension PixelOrbits {
  /// The potential averaged over the operations, [pixels x pixels]; a two-level one (every value 0
  /// or 1) is cut again: 1 where the average is at least 1/2. Symmetric to the last bit, and
  /// unchanged where the input was. Throws on another size.
  public func symmetrised(_ potential: [Float]) throws -> [Float] {
    let means = try averaged(potential)
    let twoLevel = potential.allSatisfy { $0 == 0 || $0 == 1 }
    return twoLevel ? means.map { $0 >= 0.5 ? 1 : 0 } : means
  }

  /// The potential averaged over the operations, [pixels x pixels]. Throws on another size.
  public func averaged(_ potential: [Float]) throws -> [Float] {
    guard potential.count == pixels * pixels else {
      throw GeometryError("\(potential.count) values for \(pixels) x \(pixels) pixels")
    }
    return try spread(
      zip(sums(potential.map(Double.init)), sizes).map { Float($0 / Double($1)) })
  }

  /// Share of a potential's variance that its average over the operations has not, 0 to 1; 0 for a constant one.
  /// Throws on another size.
  public func asymmetry(_ potential: [Float]) throws -> Double {
    let means = try averaged(potential)
    let mean = potential.reduce(0) { $0 + Double($1) } / Double(max(potential.count, 1))
    var (variance, rest) = (0.0, 0.0)
    for (v, m) in zip(potential, means) where v != m {
      rest += (Double(v) - Double(m)) * (Double(v) - Double(m))
    }
    for v in potential { variance += (Double(v) - mean) * (Double(v) - mean) }
    return variance > 0 ? min(rest / variance, 1) : 0
  }
}

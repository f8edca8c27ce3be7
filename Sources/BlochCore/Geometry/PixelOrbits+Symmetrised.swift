extension PixelOrbits {
  /// The potential averaged over the rotations, [pixels x pixels]; a two-level one (every value 0
  /// or 1) is cut again: 1 where the average is at least 1/2. Symmetric to the last bit, and
  /// unchanged where the input was. Throws on another size.
  public func symmetrised(_ potential: [Float]) throws -> [Float] {
    guard potential.count == pixels * pixels else {
      throw GeometryError("\(potential.count) values for \(pixels) x \(pixels) pixels")
    }
    let twoLevel = potential.allSatisfy { $0 == 0 || $0 == 1 }
    let means = zip(sums(potential.map(Double.init)), sizes).map { sum, size in
      let mean = Float(sum / Double(size))
      return twoLevel ? (mean >= 0.5 ? 1 : 0) : mean
    }
    return try spread(means)
  }
}

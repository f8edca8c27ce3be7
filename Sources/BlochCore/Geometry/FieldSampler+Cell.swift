import Glibc

extension FieldSampler {
  /// The cell that a field makes: V/vMax = 1/(1 + exp(-beta (phi - threshold))), for infinite beta
  /// 1 where phi > threshold and 0 elsewhere. The field's representatives must be the sampler's, in
  /// the same order. Throws otherwise, and on values that are not finite (beta may be infinite) or
  /// beta <= 0.
  public func cell(
    _ field: FourierField, vMax: Double, source: String,
    parameters: [(name: String, value: Double)] = []
  ) throws -> UnitCell {
    guard field.representatives == representatives else {
      throw GeometryError("the field has other reciprocal vectors than the sampler")
    }
    guard (field.amplitudes + field.sines).allSatisfy(\.isFinite), field.threshold.isFinite else {
      throw GeometryError("amplitudes and threshold of the field must be finite")
    }
    guard field.beta > 0 else {
      throw GeometryError("beta is \(field.beta); it must be positive, or inf for a sharp step")
    }
    guard vMax.isFinite, vMax > 0 else {
      throw GeometryError("Vmax is \(vMax); it must be positive and finite")
    }
    let phi = try values(amplitudes: field.amplitudes, sines: field.sines)
    guard phi.allSatisfy(\.isFinite) else {
      throw GeometryError("the field overflows; use smaller amplitudes")
    }
    let levels: [Float] =
      field.beta.isInfinite
      ? phi.map { $0 > field.threshold ? 1 : 0 }
      : phi.map { Float(1 / (1 + exp(-field.beta * ($0 - field.threshold)))) }
    return UnitCell(
      symmetry: orbits.symmetry, vMax: vMax, pixels: orbits.pixels,
      potential: try orbits.spread(levels), field: field, source: source, parameters: parameters)
  }

  /// The threshold above which phi covers the share `fill` of the cell as nearly as whole pixel
  /// orbits allow: at most half an orbit off, three pixels of p6, unless several orbits share one value of phi. Throws
  /// when `fill` is not in 0...1, or on another number of amplitudes than representatives.
  public func threshold(amplitudes: [Double], sines: [Double] = [], fill: Double) throws -> Double {
    guard fill >= 0, fill <= 1 else {
      throw GeometryError("fill fraction \(fill); choose 0 to 1")
    }
    let phi = try values(amplitudes: amplitudes, sines: sines)
    let order = phi.indices.sorted { phi[$0] > phi[$1] }
    let wanted = fill * Double(orbits.pixels * orbits.pixels)
    var best = phi[order[0]]
    var covered = 0.0
    var error = wanted
    for (rank, o) in order.enumerated() {
      covered += Double(orbits.sizes[o])
      let next = rank + 1 < order.count ? phi[order[rank + 1]] : phi[o].nextDown
      // Orbits with one value of phi go together.
      if next == phi[o] { continue }
      if abs(covered - wanted) < error {
        error = abs(covered - wanted)
        let middle = next + (phi[o] - next) / 2
        best = middle < phi[o] ? middle : next
      }
      if covered >= wanted { break }
    }
    return best
  }
}

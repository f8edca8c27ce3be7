import Glibc

extension FormulaPotential {
  /// A unit cell, and what its pixels lack.
  public struct Sampling: Sendable {
    public let cell: UnitCell
    /// Least and largest value of V, E0.
    public let low: Double
    public let high: Double
    /// Sum of the Fourier components that the pixels do not carry, by V's range.
    public let cut: Double
  }

  /// Cuts below this share of the range are rounding of the pixels' Float32.
  public static let negligibleCut = 1e-7
  private static let usualPixels = [100, 200, 400]

  /// The unit cell: V/Vmax from 0 to 1, Vmax the range of V, its least value the parameter offset, E0.
  /// - Parameters:
  ///   - pixels: points a side; nil for 100, or 200 or 400 where fewer cut components of V; 200 where no number is enough.
  ///   - vMax: scales V to this range, E0.
  ///   - parameters: values of the formula's names.
  /// - Throws: `GeometryError` where V is not finite.
  public func sampling(
    pixels: Int?, vMax: Double?, parameters: [(name: String, value: Double)]
  ) throws -> Sampling {
    var tried: (n: Int, fine: [Double], cut: Double)?
    for n in pixels.map({ [$0] }) ?? Self.usualPixels {
      let fine = try samples(2 * n)
      let cut = cut(fine, pixels: n)
      let range = (fine.max() ?? 0) - (fine.min() ?? 0)
      let share = range > 0 ? cut / range : 0
      if n == 400, share > Self.negligibleCut { break }
      tried = (n, fine, share)
      if share <= Self.negligibleCut { break }
    }
    guard let (n, fine, cut) = tried else { throw GeometryError("no pixels") }
    let (low, high) = Self.rounded(
      extreme(fine, 2 * n, sign: 1), -extreme(fine, 2 * n, sign: -1))
    let range = high - low
    guard range > 0, range.isFinite else {
      throw GeometryError(
        "V has the range \(range) E0 on \(n) pixels a side; take more, or smaller numbers")
    }
    let orbits = try PixelOrbits(pixels: n, symmetry: symmetry)
    let levels = orbits.representatives.map { pixel in
      let (i, j) = (Int(pixel) / n, Int(pixel) % n)
      return Float(min(max((fine[4 * i * n + 2 * j] - low) / range, 0), 1))
    }
    let scale = vMax.map { $0 / range } ?? 1
    let cell = UnitCell(
      symmetry: symmetry, vMax: vMax ?? range, pixels: n, potential: try orbits.spread(levels),
      source: "formula", parameters: parameters + [("offset", scale * low)])
    return Sampling(cell: cell, low: scale * low, high: scale * high, cut: cut)
  }

  /// Without the digits that are rounding errors: values that are meant to be round are.
  private static func rounded(_ low: Double, _ high: Double) -> (Double, Double) {
    let digits = pow(10, 13 - log10(max(abs(low), abs(high))).rounded(.up))
    guard digits.isNormal, abs(low * digits) < 1e15, abs(high * digits) < 1e15 else {
      return (low, high)
    }
    return ((low * digits).rounded() / digits, (high * digits).rounded() / digits)
  }

  /// The least value of sign V to rounding: from the lowest points of a mesh that are lower than their neighbours, downhill
  /// in ever smaller steps.
  /// - Parameter mesh: V at m x m points.
  private func extreme(_ mesh: [Double], _ m: Int, sign: Double) -> Double {
    let directions = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]
    var best = Double.infinity
    var starts: [(value: Double, at: Int)] = []
    for at in mesh.indices {
      let value = sign * mesh[at]
      best = min(best, value)
      let isLow = directions.allSatisfy { d in
        let (i, j) = ((at / m + d.0 + m) % m, (at % m + d.1 + m) % m)
        return sign * mesh[i * m + j] >= value
      }
      if isLow { starts.append((value, at)) }
    }
    starts.sort { ($0.value, $0.at) < ($1.value, $1.at) }
    for start in starts.prefix(24) {
      var value = start.value
      var place = SIMD2(Double(start.at / m), Double(start.at % m)) / Double(m)
      var step = 0.5 / Double(m)
      while step > 1e-10 {
        let around = directions.map { place + step * SIMD2(Double($0.0), Double($0.1)) }
        let found = values(around).map { sign * $0 }
        if let k = found.indices.min(by: { found[$0] < found[$1] }), found[k] < value {
          value = found[k]
          place = around[k]
        } else {
          step /= 2
        }
      }
      best = min(best, value)
    }
    return best
  }
}

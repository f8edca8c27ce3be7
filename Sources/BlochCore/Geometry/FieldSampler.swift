import Glibc

/// Evaluates C6-symmetric fields with a given set of reciprocal orbits on the grid of a cell, one
/// pixel of each rotation orbit.
///
/// phi(i, j) = sum_o A_o B_o(i, j), B_o = sum_{G in orbit o} cos(2 pi (n1 i + n2 j)/N).
public struct FieldSampler: Sendable {
  public let orbits: PixelOrbits
  public let representatives: [ReciprocalVector]
  /// cos(2 pi m/N), m = 0..<N.
  private let cosines: [Double]
  /// [nReciprocalOrbits x nPixelOrbits], kept when it is small; empty otherwise.
  private let table: [Double]

  private static let tableLimit = 1 << 21

  /// `pixels` points along a1 and a2. Throws when they are not in 1...4096, or when a reciprocal
  /// vector has an index beyond the largest cut-off.
  public init(pixels: Int, representatives: [ReciprocalVector]) throws {
    orbits = try PixelOrbits(pixels: pixels, symmetry: .c6)
    let limit = 2 * HexagonOrbits.maximumCutoff
    guard representatives.allSatisfy({ abs($0.n1) <= limit && abs($0.n2) <= limit }) else {
      throw GeometryError("a reciprocal vector is larger than \(limit) basis vectors")
    }
    self.representatives = representatives
    let step = 2 * Double.pi / Double(pixels)
    let cosines = (0..<pixels).map { m in
      // The nearer half of the circle: cosines of m and N - m are then equal bit by bit.
      cos(step * Double(min(m, pixels - m)))
    }
    self.cosines = cosines
    if representatives.count <= Self.tableLimit / orbits.count {
      var table: [Double] = []
      table.reserveCapacity(representatives.count * orbits.count)
      for g in representatives {
        for start in orbits.representatives {
          table.append(Self.cosineSum(g, at: Int(start), pixels: pixels, cosines: cosines))
        }
      }
      self.table = table
    } else {
      table = []
    }
  }

  /// phi at the first pixel of each orbit, [orbits.count]. Throws when the number of amplitudes is
  /// not that of the representatives.
  public func values(amplitudes: [Double]) throws -> [Double] {
    guard amplitudes.count == representatives.count else {
      throw GeometryError(
        "\(amplitudes.count) amplitudes for \(representatives.count) reciprocal orbits")
    }
    let count = orbits.count
    var phi = [Double](repeating: 0, count: count)
    for (o, amplitude) in amplitudes.enumerated() {
      if table.isEmpty {
        for p in 0..<count {
          phi[p] +=
            amplitude
            * Self.cosineSum(
              representatives[o], at: Int(orbits.representatives[p]), pixels: orbits.pixels,
              cosines: cosines)
        }
      } else {
        table.withUnsafeBufferPointer { row in
          for p in 0..<count { phi[p] += amplitude * row[o * count + p] }
        }
      }
    }
    return phi
  }

  /// Sum over the orbit of cos(G.r): twice three cosines, or 1 for G = 0.
  private static func cosineSum(
    _ g: ReciprocalVector, at pixel: Int, pixels: Int, cosines: [Double]
  ) -> Double {
    if g.n1 == 0 && g.n2 == 0 { return 1 }
    let (i, j) = (pixel / pixels, pixel % pixels)
    var sum = 0.0
    var v = g
    for _ in 0..<3 {
      let phase = (v.n1 * i + v.n2 * j) % pixels
      sum += cosines[phase < 0 ? phase + pixels : phase]
      v = v.rotated60
    }
    return 2 * sum
  }
}

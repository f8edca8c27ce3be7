import Glibc

/// Evaluates fields with a given set of reciprocal stars on the grid of a cell, one
/// pixel of each orbit.
///
/// phi(i, j) = sum_o A_o C_o(i, j) + B_o S_o(i, j), C_o = sum_{G in star o} s_G cos(2 pi (n1 i + n2 j)/N), and S_o the
/// same of the sine; see `FourierField`.
public struct FieldSampler: Sendable {
  public let orbits: PixelOrbits
  public let representatives: [ReciprocalVector]
  /// Which of the representatives may have a B_o.
  let isReal: [Bool]
  /// C_o of all stars, then the S_o that there are.
  private let waves: [Wave]
  /// cos(2 pi m/N) and sin(2 pi m/N), m = 0..<N.
  private let cosines: [Double]
  private let sines: [Double]
  /// [waves x nPixelOrbits], kept when it is small; empty otherwise.
  private let table: [Double]

  /// One C_o or S_o.
  private struct Wave {
    let half: [ReciprocalStar.Image]
    let isSine: Bool
  }

  private static let tableLimit = 1 << 21

  /// `pixels` points along a1 and a2. Throws when they are not in 1...4096, or odd in a group with glides, or when a
  /// reciprocal vector has an index beyond those of the largest cut-off, or is absent in the group.
  public init(
    pixels: Int, representatives: [ReciprocalVector], symmetry: CrystalSymmetry = .c6
  ) throws {
    orbits = try PixelOrbits(pixels: pixels, symmetry: symmetry)
    let limit = ReciprocalStar.maximumIndex
    guard representatives.allSatisfy({ abs($0.n1) <= limit && abs($0.n2) <= limit }) else {
      throw GeometryError("a reciprocal vector is larger than \(limit) basis vectors")
    }
    self.representatives = representatives
    let stars = representatives.map { ReciprocalStar(of: $0, group: symmetry.group) }
    if let absent = stars.first(where: \.isAbsent)?.vector {
      throw GeometryError(
        "the wave \(absent.n1) b1 + \(absent.n2) b2 has no amplitude in \(symmetry.group), for its glides"
      )
    }
    isReal = stars.map(\.isReal)
    waves =
      stars.map { Wave(half: $0.half, isSine: false) }
      + stars.filter { !$0.isReal }.map { Wave(half: $0.half, isSine: true) }
    let step = 2 * Double.pi / Double(pixels)
    let cosines = (0..<pixels).map { m in
      // The nearer half of the circle: cosines of m and N - m are then equal bit by bit.
      cos(step * Double(min(m, pixels - m)))
    }
    let sines = (0..<pixels).map { m in
      2 * m <= pixels ? sin(step * Double(m)) : -sin(step * Double(pixels - m))
    }
    self.cosines = cosines
    self.sines = sines
    if waves.count <= Self.tableLimit / orbits.count {
      var table: [Double] = []
      table.reserveCapacity(waves.count * orbits.count)
      for wave in waves {
        let circle = wave.isSine ? sines : cosines
        for start in orbits.representatives {
          table.append(Self.sum(wave, at: Int(start), pixels: pixels, circle: circle))
        }
      }
      self.table = table
    } else {
      table = []
    }
  }

  /// phi at the first pixel of each orbit, [orbits.count]. Throws when the number of amplitudes is
  /// not that of the representatives, or a B_o not 0 where the group makes it.
  public func values(amplitudes: [Double], sines: [Double] = []) throws -> [Double] {
    guard amplitudes.count == representatives.count,
      sines.isEmpty || sines.count == representatives.count
    else {
      throw GeometryError(
        "\(amplitudes.count) amplitudes for \(representatives.count) reciprocal orbits")
    }
    guard zip(isReal, sines).allSatisfy({ !$0 || $1 == 0 }) else {
      throw GeometryError("a sine has an amplitude that \(orbits.symmetry.group) makes zero")
    }
    let strengths =
      amplitudes + (sines.isEmpty ? [] : zip(isReal, sines).filter { !$0.0 }.map(\.1))
    let count = orbits.count
    var phi = [Double](repeating: 0, count: count)
    for (o, amplitude) in strengths.enumerated() {
      if table.isEmpty {
        let circle = waves[o].isSine ? self.sines : cosines
        for p in 0..<count {
          phi[p] +=
            amplitude
            * Self.sum(
              waves[o], at: Int(orbits.representatives[p]), pixels: orbits.pixels, circle: circle)
        }
      } else {
        table.withUnsafeBufferPointer { row in
          for p in 0..<count { phi[p] += amplitude * row[o * count + p] }
        }
      }
    }
    return phi
  }

  /// Sum over the star: twice that over its half, or 1 for G = 0.
  private static func sum(_ wave: Wave, at pixel: Int, pixels: Int, circle: [Double]) -> Double {
    if wave.half[0].vector == ReciprocalVector(0, 0) { return 1 }
    let (i, j) = (pixel / pixels, pixel % pixels)
    var sum = 0.0
    for image in wave.half {
      let phase = (image.vector.n1 * i + image.vector.n2 * j) % pixels
      sum += image.sign * circle[phase < 0 ? phase + pixels : phase]
    }
    return 2 * sum
  }
}

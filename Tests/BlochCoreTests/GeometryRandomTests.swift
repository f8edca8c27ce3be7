import BlochCore
import Glibc
import Testing

/// The counter-based generator, and what random potentials must be.
@Suite struct GeometryRandomTests {
  /// The vectors published with Random123 (kat_vectors, philox4x32 10).
  @Test(arguments: [
    (
      SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
      SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
      SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
      SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func philoxKnownAnswers(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
  ) {
    #expect(Philox.block(counter: counter, key: key) == expected)
  }

  @Test func streamsDifferBySeedIndexAndPurpose() {
    func first(_ seed: UInt64, _ index: UInt64, _ purpose: RandomPurpose) -> UInt64 {
      var generator = SampleGenerator(seed: seed, index: index, purpose: purpose)
      return generator.next()
    }
    let draws = [
      first(0, 0, .potential), first(1, 0, .potential), first(1 << 32, 0, .potential),
      first(0, 1, .potential), first(0, 1 << 32, .potential), first(0, 0, .sampling),
    ]
    #expect(Set(draws).count == draws.count)
    #expect(first(7, 3, .potential) == first(7, 3, .potential))
  }

  @Test func normalsHaveTheirMoments() {
    var generator = SampleGenerator(seed: 5, index: 0, purpose: .potential)
    let x = generator.normals(200_001)
    #expect(x.count == 200_001)
    let n = Double(x.count)
    let m1 = x.reduce(0, +) / n
    let m2 = x.reduce(0) { $0 + $1 * $1 } / n
    let m4 = x.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
    // Five standard errors: 1/sqrt n, sqrt(2/n), sqrt(96/n).
    #expect(abs(m1) < 5 / n.squareRoot())
    #expect(abs(m2 - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(m4 - 3) < 5 * (96 / n).squareRoot())
  }

  @Test func orbitsFillTheHexagonOnce() throws {
    for cutoff in 1...9 {
      let list = try ReciprocalStar.all(.c6, cutoff: cutoff).map(\.vector)
      let all = list.flatMap { g in (0..<6).map { g.rotated(sixths: $0) } }
      #expect(list.count == cutoff * (cutoff + 1) / 2)
      #expect(Set(all).count == 6 * list.count)
      #expect(all.allSatisfy { max(abs($0.n1), abs($0.n2), abs($0.n1 - $0.n2)) <= cutoff })
      for g in list {
        for m in 0..<6 {
          let star = ReciprocalStar(of: g.rotated(sixths: m), group: .p6)
          #expect(star.representative.vector == g)
        }
      }
    }
  }

  /// <phi^2> = sum over all G of C/|G a|^alpha. The cell average of phi^2 is 6 sum_o A_o^2.
  @Test(arguments: [0.5, 1.0])
  func meanSquareOfTheField(alpha: Double) throws {
    let random = try RandomField(alpha: alpha, variance: 2, cutoff: 6)
    let sampler = try FieldSampler(pixels: 30, representatives: random.representatives)
    var sum = 0.0
    let samples = 2000
    for index in 0..<samples {
      let phi = try sampler.values(amplitudes: random.amplitudes(seed: 11, index: UInt64(index)))
      for (o, value) in phi.enumerated() {
        sum += Double(sampler.orbits.sizes[o]) * value * value / 900
      }
    }
    var expected = 0.0
    var spread = 0.0
    for n1 in -6...6 {
      for n2 in -6...6 where abs(n1 - n2) <= 6 && (n1, n2) != (0, 0) {
        let g = KPoint(Double(n1), Double(n2)).cartesian
        let length = (g.x * g.x + g.y * g.y).squareRoot()
        let term = alpha == 1 ? 2 / length : 2 / length.squareRoot()
        expected += term
        // Var of 6 A^2 is 2 (6 term)^2 for each orbit; each orbit is met six times.
        spread += 2 * 36 * term * term / 6
      }
    }
    let error = (spread / Double(samples)).squareRoot()
    #expect(abs(sum / Double(samples) - expected) < 5 * error)
    #expect(error < 0.02 * expected)
  }

  /// The sampler against the definition, phi(r) = sum_G A_G cos(G.r) with Cartesian vectors.
  @Test(arguments: [7, 12]) func fieldIsTheSumOfCosines(pixels: Int) throws {
    let random = try RandomField(alpha: 1, variance: 2, cutoff: 3)
    let amplitudes = random.amplitudes(seed: 1, index: 2)
    let sampler = try FieldSampler(pixels: pixels, representatives: random.representatives)
    let phi = try sampler.values(amplitudes: amplitudes)
    for i in 0..<pixels {
      for j in 0..<pixels {
        let x = (Double(i) + Double(j) / 2) / Double(pixels)
        let y = Double(j) * 3.0.squareRoot() / 2 / Double(pixels)
        var expected = 0.0
        for (g, a) in zip(random.representatives, amplitudes) {
          for m in 0..<6 {
            let v = g.rotated(sixths: m)
            let k = KPoint(Double(v.n1), Double(v.n2)).cartesian
            expected += a * cos(k.x * x + k.y * y)
          }
        }
        let value = phi[Int(sampler.orbits.orbitOfPixel[i * pixels + j])]
        #expect(abs(value - expected) < 1e-12)
      }
    }
  }

  @Test func sampleDependsOnSeedAndIndexOnly() throws {
    let six = try RandomField(alpha: 0.5, variance: 2, cutoff: 6)
    let eight = try RandomField(alpha: 0.5, variance: 2, cutoff: 8)
    let alone = six.amplitudes(seed: 3, index: 41)
    _ = six.amplitudes(seed: 3, index: 40)
    #expect(six.amplitudes(seed: 3, index: 41) == alone)
    #expect(six.amplitudes(seed: 3, index: 42) != alone)
    #expect(six.amplitudes(seed: 4, index: 41) != alone)
    #expect(Array(eight.amplitudes(seed: 3, index: 41).prefix(21)) == alone)
  }

  @Test func absurdDistributionsAreRefused() {
    #expect(throws: GeometryError.self) { try RandomField(alpha: .nan, variance: 2, cutoff: 6) }
    #expect(throws: GeometryError.self) { try RandomField(alpha: 1, variance: 0, cutoff: 6) }
    #expect(throws: GeometryError.self) { try RandomField(alpha: 1, variance: 2, cutoff: 0) }
    #expect(throws: GeometryError.self) { try RandomField(alpha: 1, variance: 2, cutoff: 1 << 40) }
    #expect(throws: GeometryError.self) { try PixelOrbits(pixels: 0, symmetry: .c6) }
    #expect(throws: GeometryError.self) { try PixelOrbits(pixels: 5000, symmetry: .c6) }
  }
}

import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Random cells of every group, on the example of its lattice system.
@Suite struct WallpaperCellTests {
  static let all = WallpaperGroup.all.map {
    CrystalSymmetry(group: $0, lattice: $0.system.example)!
  }

  /// A field that is smooth enough for 24 pixels.
  static func sample(
    _ symmetry: CrystalSymmetry, beta: Double, pixels: Int = 24, cutoff: Int = 4
  ) throws -> (sampler: FieldSampler, field: FourierField) {
    let random = try RandomField(alpha: 1, variance: 2, cutoff: cutoff, symmetry: symmetry)
    let (a, b) = random.coefficients(seed: 5, index: 3)
    let sampler = try FieldSampler(
      pixels: pixels, representatives: random.representatives, symmetry: symmetry)
    return (
      sampler,
      FourierField(
        representatives: random.representatives, amplitudes: a, sines: b, beta: beta, threshold: 0.1
      )
    )
  }

  @Test(arguments: all) func cellsAreSymmetricToTheLastBit(symmetry: CrystalSymmetry) throws {
    let n = 24
    for beta in [3, Double.infinity] {
      let (sampler, field) = try Self.sample(symmetry, beta: beta)
      let cell = try sampler.cell(field, vMax: 100, source: "random")
      for operation in symmetry.group.operations {
        for i in 0..<n {
          for j in 0..<n {
            let (x, y) = operation.position(x1: Double(i), x2: Double(j))
            // Of t that is half a cell, not half a pixel.
            let p = Int(x + 0.5 * Double(operation.t1 * (n - 1))) + 2 * n
            let q = Int(y + 0.5 * Double(operation.t2 * (n - 1))) + 2 * n
            #expect(cell.potential[i * n + j] == cell.potential[p % n * n + q % n])
          }
        }
      }
      let deviation = try SymmetryDeviation(of: cell.potential, orbits: sampler.orbits)
      #expect(deviation.isZero)
      // And no more symmetric than that: every orbit has a value of its own.
      if beta == 3 { #expect(Set(cell.potential).count > sampler.orbits.count * 9 / 10) }
    }
  }

  /// V_G = A - i B at the representatives, V_RG = V_G exp(-i RG.t), nothing elsewhere.
  @Test(arguments: all) func coefficientsFollowTheGroup(symmetry: CrystalSymmetry) throws {
    let n = 24
    let (sampler, field) = try Self.sample(symmetry, beta: 1)
    let phi = try sampler.values(amplitudes: field.amplitudes, sines: field.sines)
    let pixels = sampler.orbits.orbitOfPixel.map { phi[Int($0)] }
    func coefficient(_ g: (Int, Int)) -> SIMD2<Double> {
      var sum = SIMD2<Double>.zero
      for i in 0..<n {
        for j in 0..<n {
          let angle = 2 * Double.pi * Double((g.0 * i + g.1 * j) % n) / Double(n)
          sum += pixels[i * n + j] * SIMD2(cos(angle), -sin(angle))
        }
      }
      return sum / Double(n * n)
    }
    func distance(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
      max(abs(a.x - b.x), abs(a.y - b.y))
    }
    var power = 0.0
    for (o, g) in field.representatives.enumerated() {
      let wanted = SIMD2(field.amplitudes[o], field.sines.isEmpty ? 0 : -field.sines[o])
      #expect(distance(coefficient((g.n1, g.n2)), wanted) < 1e-12)
      var members: Set<ReciprocalVector> = []
      for operation in symmetry.group.operations {
        let (m1, m2) = operation.image(m1: g.n1, m2: g.n2)
        let turn = Double.pi * Double(m1 * operation.t1 + m2 * operation.t2)
        let phase = SIMD2(cos(turn), -sin(turn))
        let image = SIMD2(
          wanted.x * phase.x - wanted.y * phase.y, wanted.x * phase.y + wanted.y * phase.x)
        #expect(distance(coefficient((m1, m2)), image) < 1e-12)
        members.insert(ReciprocalVector(m1, m2))
        members.insert(ReciprocalVector(-m1, -m2))
      }
      power += Double(members.count) * (wanted * wanted).sum()
    }
    let square = pixels.reduce(0) { $0 + $1 * $1 } / Double(n * n)
    #expect(abs(square - power) < 1e-10 * power)
  }

  /// Numbers of real parameters for |G|^2 up to 16, 64 and 256 of the shortest, as worked out by another program.
  @Test func parametersAreCounted() throws {
    let known: [String: [Int]] = [
      "p1": [43, 171, 677], "p2": [22, 86, 339], "pm": [24, 85, 327], "pg": [20, 77, 311],
      "cm": [31, 114, 431], "pmm": [14, 46, 170], "pmg": [12, 43, 164], "pgg": [10, 39, 156],
      "cmm": [17, 60, 221], "p4": [13, 50, 200], "p4m": [10, 32, 114], "p4g": [8, 28, 106],
      "p3": [21, 81, 311], "p3m1": [15, 49, 172], "p31m": [13, 45, 165], "p6": [11, 41, 156],
      "p6m": [9, 27, 91],
    ]
    for symmetry in Self.all {
      let metric = WaveMetric(symmetry.lattice)
      let shortest = [(1, 0), (0, 1), (1, 1), (1, -1)].map {
        metric.square(ReciprocalVector($0.0, $0.1))
      }.min()!
      let counts = [16.0, 64, 256].map { cutoff in
        // And one for G = 0.
        1 + ReciprocalStar.within(cutoff * shortest, symmetry).reduce(0) { $0 + $1.parameters }
      }
      #expect(counts == known[symmetry.group.name], "\(symmetry.group)")
    }
  }

  /// <phi^2> = sum of C/|G a|^alpha over the waves that the glide leaves, of amplitudes that are complex.
  @Test func meanSquareOfTheField() throws {
    let symmetry = CrystalSymmetry(group: .pg, lattice: .rectangular(ratio: 1.3))!
    let random = try RandomField(alpha: 1, variance: 2, cutoff: 4, symmetry: symmetry)
    let sampler = try FieldSampler(
      pixels: 20, representatives: random.representatives, symmetry: symmetry)
    let samples = 2000
    let found = try (0..<samples).map { index in
      let (a, b) = random.coefficients(seed: 11, index: UInt64(index))
      return zip(sampler.orbits.sizes, try sampler.values(amplitudes: a, sines: b)).reduce(0) {
        $0 + Double($1.0) * $1.1 * $1.1 / 400
      }
    }
    let mean = found.reduce(0, +) / Double(samples)
    let variance = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples)
    // The disc whose radius is 4 |b| of the hexagonal lattice with this cell's area.
    let radius = 4 * (4 * Double.pi / 3.0.squareRoot()) * (3.0.squareRoot() / 2 / 1.3).squareRoot()
    var expected = 0.0
    for m1 in -20...20 {
      for m2 in -20...20 where (m1, m2) != (0, 0) && !(m1 == 0 && m2 % 2 != 0) {
        let length = 2 * Double.pi * hypot(Double(m1), Double(m2) / 1.3)
        if length <= radius { expected += 2 / length }
      }
    }
    #expect(abs(mean - expected) < 5 * (variance / Double(samples)).squareRoot())
  }

  @Test(arguments: all) func mixturesDoNotDependOnTheRepresentative(symmetry: CrystalSymmetry)
    throws
  {
    let (sampler, field) = try Self.sample(symmetry, beta: 2, cutoff: 2)
    let cell = try sampler.cell(field, vMax: 1, source: "random")
    for operation in symmetry.group.operations {
      var turned = field
      for (o, g) in field.representatives.enumerated() {
        let (m1, m2) = operation.image(m1: g.n1, m2: g.n2)
        let sign: Double = (m1 * operation.t1 + m2 * operation.t2) & 1 == 0 ? 1 : -1
        // By its negative, for a change.
        turned.representatives[o] = ReciprocalVector(-m1, -m2)
        turned.amplitudes[o] *= sign
        if !field.sines.isEmpty { turned.sines[o] *= -sign }
      }
      let mixture = try FieldMixture([field, turned], symmetry: symmetry)
      let image = try FieldSampler(
        pixels: 24, representatives: mixture.representatives, symmetry: symmetry
      ).cell(mixture.field(weights: [0, 1]), vMax: 1, source: "random")
      for (a, b) in zip(cell.potential, image.potential) { #expect(abs(a - b) < 1e-6) }
    }
  }

  @Test func glidesNeedEvenPixels() throws {
    for symmetry in Self.all {
      let glides = ["pg", "pmg", "pgg", "p4g"].contains(symmetry.group.name)
      #expect((try? PixelOrbits(pixels: 21, symmetry: symmetry)) == nil ? glides : !glides)
    }
  }

  @Test func latticesComeBackFromTheirAngle() throws {
    for angle in stride(from: 20, through: 160, by: 0.7) {
      let lattice = try #require(Lattice(ratio: 1.25, degrees: angle))
      #expect(lattice.degrees == (angle * 1e9).rounded() / 1e9)
      #expect(Lattice(ratio: 1.25, degrees: lattice.degrees) == lattice)
    }
    #expect(Lattice(ratio: 1, degrees: 60) == .hexagonal)
    #expect(Lattice(ratio: 1, degrees: 90) == .square)
    #expect(Lattice(ratio: 0.01, degrees: 90) == nil && Lattice(ratio: 1, degrees: 10) == nil)
    #expect(Lattice(ratio: .nan, degrees: 90) == nil && Lattice(ratio: 1, degrees: .nan) == nil)
  }
}

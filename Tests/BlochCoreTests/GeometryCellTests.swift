import BlochCore
import Testing

/// Cells made from fields, rings of holes and images.
@Suite struct GeometryCellTests {
  private func turned(_ v: [Float], _ n: Int) -> [Float] {
    var out = v
    for i in 0..<n {
      for j in 0..<n { out[((n - j) % n) * n + (i + j) % n] = v[i * n + j] }
    }
    return out
  }

  private func cell(
    _ index: UInt64, pixels: Int, beta: Double = .infinity, fill: Double? = nil
  ) throws -> UnitCell {
    let random = try RandomField(alpha: 0.5, variance: 2, cutoff: 6)
    let sampler = try FieldSampler(pixels: pixels, representatives: random.representatives)
    let amplitudes = random.amplitudes(seed: 9, index: index)
    let threshold = try fill.map { try sampler.threshold(amplitudes: amplitudes, fill: $0) } ?? 0
    let field = FourierField(
      representatives: random.representatives, amplitudes: amplitudes, beta: beta,
      threshold: threshold)
    return try sampler.cell(field, vMax: 256, source: "random")
  }

  @Test(arguments: [1, 2, 3, 16, 31, 100])
  func cellsAreSymmetricToTheLastBit(pixels: Int) throws {
    for beta in [Double.infinity, 1.5] {
      let v = try cell(1, pixels: pixels, beta: beta).potential
      #expect(turned(v, pixels) == v)
      #expect(v.allSatisfy { $0 >= 0 && $0 <= 1 })
    }
    let orbits = try PixelOrbits(pixels: pixels, symmetry: .c6)
    let ring = try HoleRing(distance: 0.31, angle: 13, radius: 0.1)
    for subdivision in [1, 5] {
      let v = try ring.cell(orbits, kind: .wells, vMax: 256, subdivision: subdivision).potential
      #expect(turned(v, pixels) == v)
    }
  }

  @Test func orbitsPartitionTheGrid() throws {
    for n in 1...24 {
      for symmetry in CrystalSymmetry.rotationsOnly {
        let orbits = try PixelOrbits(pixels: n, symmetry: symmetry)
        #expect(orbits.sizes.reduce(0, +) == Int32(n * n))
        #expect(orbits.orbitOfPixel.allSatisfy { (0..<Int32(orbits.count)).contains($0) })
        // Burnside: the number of orbits is the mean number of fixed points of the rotations.
        let two = n % 2 == 0 ? 4 : 1
        let three = n % 3 == 0 ? 3 : 1
        let fixed = symmetry == .c2 ? n * n + two : n * n + two + 2 * three + 2
        #expect(orbits.count * symmetry.order == fixed)
      }
    }
  }

  /// The mirror image of a cell is that of the field with n1 and n2 exchanged, which differs.
  @Test func mirrorExchangesTheIndices() throws {
    let n = 40
    let original = try cell(3, pixels: n, beta: 2)
    let field = try #require(original.field)
    var mirrored = field
    mirrored.representatives = field.representatives.map { ReciprocalVector($0.n2, $0.n1) }
    let image = try FieldSampler(pixels: n, representatives: mirrored.representatives)
      .cell(mirrored, vMax: 256, source: "random")
    var worst: Float = 0
    var change: Float = 0
    for i in 0..<n {
      for j in 0..<n {
        worst = max(worst, abs(image.potential[i * n + j] - original.potential[j * n + i]))
        change = max(change, abs(image.potential[i * n + j] - original.potential[i * n + j]))
      }
    }
    #expect(worst < 1e-6)
    #expect(change > 0.1)
  }

  @Test(arguments: [0, 0.1, 0.25, 0.5, 0.777, 1])
  func fillFractionIsMetToAPixelOrbit(fill: Double) throws {
    for index in 0..<20 {
      let made = try cell(UInt64(index), pixels: 50, fill: fill)
      #expect(abs(made.fillFraction * 2500 - fill * 2500) <= 3.0001)
    }
  }

  /// beta -> infinity is the limit of the smooth step; small beta is its average.
  @Test func betaInterpolatesBetweenConstantAndStep() throws {
    let sharp = try cell(4, pixels: 60)
    let steep = try cell(4, pixels: 60, beta: 1e9)
    let flat = try cell(4, pixels: 60, beta: 1e-9)
    #expect(sharp.isTwoLevel)
    #expect(zip(sharp.potential, steep.potential).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(flat.potential.allSatisfy { abs($0 - 0.5) < 1e-6 })
  }

  @Test func sharperGridSeesTheSameField() throws {
    let coarse = try cell(5, pixels: 32)
    let fine = try cell(5, pixels: 96)
    for i in 0..<32 {
      for j in 0..<32 {
        #expect(coarse.potential[i * 32 + j] == fine.potential[3 * i * 96 + 3 * j])
      }
    }
  }

  @Test func impossibleFieldsAreRefused() throws {
    let sampler = try FieldSampler(pixels: 8, representatives: [ReciprocalVector(1, 0)])
    func make(_ a: [Double], beta: Double = 1, threshold: Double = 0, vMax: Double = 1) throws {
      let field = FourierField(
        representatives: sampler.representatives, amplitudes: a, beta: beta, threshold: threshold)
      _ = try sampler.cell(field, vMax: vMax, source: "test")
    }
    try make([1])
    #expect(throws: GeometryError.self) { try make([.nan]) }
    #expect(throws: GeometryError.self) { try make([1, 2]) }
    #expect(throws: GeometryError.self) { try make([1], beta: 0) }
    #expect(throws: GeometryError.self) { try make([1], beta: .nan) }
    #expect(throws: GeometryError.self) { try make([1], threshold: .infinity) }
    #expect(throws: GeometryError.self) { try make([1], vMax: -1) }
    #expect(throws: GeometryError.self) { try make([1e308]) }
    #expect(throws: GeometryError.self) { try sampler.threshold(amplitudes: [1], fill: 1.5) }
  }
}

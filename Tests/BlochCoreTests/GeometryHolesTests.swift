import BlochCore
import Testing

/// Rings of discs, symmetrisation and mixtures.
@Suite struct GeometryHolesTests {
  /// Six discs apart from each other cover 6 pi r^2 of the cell's sqrt(3)/2 a^2.
  @Test(arguments: [(0.3, 0.0, 0.1), (0.33, 30.0, 0.12), (0.28, 17.0, 0.05)])
  func discsCoverTheirArea(distance: Double, angle: Double, radius: Double) throws {
    let ring = try HoleRing(distance: distance, angle: angle, radius: radius)
    let orbits = try PixelOrbits(pixels: 200, symmetry: .c6)
    let expected = 6 * Double.pi * radius * radius / (3.0.squareRoot() / 2)
    let centres = try ring.cell(orbits, kind: .barriers, vMax: 256).fillFraction
    let areas = try ring.cell(orbits, kind: .barriers, vMax: 256, subdivision: 8).fillFraction
    let wells = try ring.cell(orbits, kind: .wells, vMax: 256, subdivision: 8).fillFraction
    #expect(abs(centres - expected) < 0.01 * expected + 1e-3)
    #expect(abs(areas - expected) < 1e-3 * expected)
    #expect(abs(wells + areas - 1) < 1e-6)
  }

  /// At R = a/3 the discs form a lattice with a third of the cell (the paper's Fig. 2). The radius
  /// keeps every sample point off the rims.
  @Test func thirdOfTheLatticeConstantFoldsTheCell() throws {
    let n = 60
    let orbits = try PixelOrbits(pixels: n, symmetry: .c6)
    let ring = try HoleRing(distance: 1.0 / 3, angle: 0, radius: 0.1007)
    let v = try ring.cell(orbits, kind: .barriers, vMax: 256, subdivision: 4).potential
    // Honeycomb of lattice constant a/sqrt(3): unchanged by a shift of (a1 + a2)/3.
    for i in 0..<n {
      for j in 0..<n {
        let shifted = v[((i + n / 3) % n) * n + (j + n / 3) % n]
        #expect(abs(shifted - v[i * n + j]) < 1e-6)
      }
    }
  }

  @Test func discsRepeatWithTheLattice() throws {
    let orbits = try PixelOrbits(pixels: 30, symmetry: .c6)
    let near = try HoleRing(distance: 0.2, angle: 0, radius: 0.1031).coverage(orbits)
    // The ring about the next cell's centre: centres (0.8, 0) and its rotations, modulo a lattice vector.
    let far = try HoleRing(distance: 0.8, angle: 0, radius: 0.1031).coverage(orbits)
    #expect(near == far)
    #expect(try HoleRing(distance: 0, angle: 0, radius: 1).coverage(orbits).allSatisfy { $0 == 1 })
  }

  @Test func absurdRingsAreRefused() throws {
    #expect(throws: GeometryError.self) { try HoleRing(distance: -1, angle: 0, radius: 0.1) }
    #expect(throws: GeometryError.self) { try HoleRing(distance: .nan, angle: 0, radius: 0.1) }
    #expect(throws: GeometryError.self) { try HoleRing(distance: 0.3, angle: 0, radius: .infinity) }
    #expect(throws: GeometryError.self) { try HoleRing(distance: 0.3, angle: .nan, radius: 0.1) }
    let orbits = try PixelOrbits(pixels: 6, symmetry: .c2)
    let ring = try HoleRing(distance: 0.3, angle: 0, radius: 0.1)
    #expect(throws: GeometryError.self) { try ring.coverage(orbits) }
  }

  @Test func symmetrisationIsAProjection() throws {
    let n = 12
    var generator = SampleGenerator(seed: 1, index: 0, purpose: .sampling)
    let gray = (0..<(n * n)).map { _ in Float(generator.uniform()) }
    let twoLevel: [Float] = gray.map { $0 > 0.4 ? 1 : 0 }
    for symmetry in CrystalSymmetry.rotationsOnly {
      let orbits = try PixelOrbits(pixels: n, symmetry: symmetry)
      for image in [gray, twoLevel] {
        #expect(try !SymmetryDeviation(of: image, orbits: orbits).isZero)
        let once = try orbits.symmetrised(image)
        #expect(try SymmetryDeviation(of: once, orbits: orbits).isZero)
        #expect(try orbits.symmetrised(once) == once)
      }
      let average = try orbits.symmetrised(gray)
      #expect(abs(average.reduce(0, +) - gray.reduce(0, +)) < 1e-3)
      #expect(try orbits.symmetrised(twoLevel).allSatisfy { $0 == 0 || $0 == 1 })
    }
  }

  /// One wrong pixel on a general position spoils two comparisons, by the size of the defect.
  @Test func deviationCountsTheDefect() throws {
    let orbits = try PixelOrbits(pixels: 10, symmetry: .c6)
    var image = [Float](repeating: 0, count: 100)
    image[1 * 10 + 2] = 0.25
    let deviation = try SymmetryDeviation(of: image, orbits: orbits)
    #expect(deviation.differing == 2)
    #expect(deviation.total == 100)
    #expect(deviation.largest == 0.25)
    #expect(throws: GeometryError.self) { try SymmetryDeviation(of: [0], orbits: orbits) }
  }

  @Test func mixtureIsLinearAndHasItsCorners() throws {
    let random = try RandomField(alpha: 1, variance: 2, cutoff: 4)
    let fields = (0..<3).map { index in
      FourierField(
        representatives: random.representatives,
        amplitudes: random.amplitudes(seed: 2, index: UInt64(index)), beta: .infinity,
        threshold: Double(index))
    }
    let mixture = try FieldMixture(fields)
    for (f, field) in fields.enumerated() {
      #expect(try mixture.field(weights: (0..<3).map { $0 == f ? 1 : 0 }) == field)
    }
    let middle = try mixture.field(weights: [0.25, 0.25, 0.5])
    #expect(middle.threshold == 1.25)
    for o in middle.amplitudes.indices {
      let a = fields.map { $0.amplitudes[o] }
      #expect(abs(middle.amplitudes[o] - (a[0] + a[1] + 2 * a[2]) / 4) < 1e-15)
    }
    var turned = fields[1]
    turned.representatives = turned.representatives.map { $0.rotated(sixths: 2) }
    #expect(try FieldMixture([fields[0], turned]).field(weights: [0, 1]) == fields[1])
    var soft = fields[1]
    soft.beta = 1
    #expect(throws: GeometryError.self) { try FieldMixture([fields[0], soft]) }
    #expect(throws: GeometryError.self) { try FieldMixture([fields[0]]) }
    #expect(throws: GeometryError.self) { try mixture.field(weights: [1, 0]) }
  }

  @Test func mapsHaveTheirPoints() throws {
    for steps in 2...7 {
      let line = try FieldMixture.weights(fields: 2, steps: steps)
      let triangle = try FieldMixture.weights(fields: 3, steps: steps)
      #expect(line.count == steps)
      #expect(triangle.count == steps * (steps + 1) / 2)
      #expect(Set(triangle).count == triangle.count)
      #expect((line + triangle).allSatisfy { abs($0.reduce(0, +) - 1) < 1e-15 })
      #expect((line + triangle).joined().allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(line.first == [1, 0] && line.last == [0, 1])
      #expect(triangle.contains([1, 0, 0]) && triangle.contains([0, 1, 0]))
    }
    #expect(throws: GeometryError.self) { try FieldMixture.weights(fields: 2, steps: 1) }
    #expect(throws: GeometryError.self) { try FieldMixture.weights(fields: 4, steps: 3) }
  }
}

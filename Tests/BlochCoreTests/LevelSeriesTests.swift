import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Fourier coefficients of level sets by their contours against fine samples.
@Suite struct LevelSeriesTests {
  /// Eight places side by side have the values and gradients of single ones.
  @Test(
    arguments: CrystalSymmetry.examples + [
      .c6, CrystalSymmetry(group: .named("p3m1")!, lattice: .hexagonal)!,
    ])
  func lanesEqualSinglePlaces(symmetry: CrystalSymmetry) throws {
    let field = try Self.field(symmetry, seed: 5)
    let levels = try #require(FieldLevels(field, symmetry))
    let lanes = FieldLanes(levels)
    let size = 12 * (field.amplitudes + field.sines).reduce(0) { $0 + abs($1) }
    for round in 0..<20 {
      var (x, y) = (FieldLanes.Lane.zero, FieldLanes.Lane.zero)
      for i in 0..<8 {
        let at = Double(8 * round + i)
        (x[i], y[i]) = (-1.3 + 0.0179 * at, 0.9 - 0.0123 * at)
      }
      let found = lanes.slope(x: x, y: y)
      let place = lanes.place(x: x, y: y)
      for i in 0..<8 {
        let own = levels.sample(at: Place(place.x1[i], place.x2[i]))
        #expect(abs(found.value[i] - own.value) < 1e-15 * size)
        #expect(abs(found.x[i] - own.x) < 1e-13 * size)
        #expect(abs(found.y[i] - own.y) < 1e-13 * size)
      }
    }
  }

  static func field(_ symmetry: CrystalSymmetry, seed: UInt64, fill: Double = 0.5) throws
    -> FourierField
  {
    let random = try RandomField(alpha: 1, variance: 2, cutoff: 6, symmetry: symmetry)
    let (cosines, sines) = random.coefficients(seed: seed, index: 0)
    let sampler = try FieldSampler(
      pixels: 100, representatives: random.representatives, symmetry: symmetry)
    return FourierField(
      representatives: random.representatives, amplitudes: cosines, sines: sines,
      beta: .infinity,
      threshold: try sampler.threshold(amplitudes: cosines, sines: sines, fill: fill))
  }

  /// The pattern as shares of samples that lie inside, to second order in their size, and its Fourier coefficient.
  @Test(arguments: WallpaperGroup.names) func contoursAgreeWithSamples(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let symmetry = try #require(
      CrystalSymmetry.examples.first { $0.lattice.supports(group) }.flatMap {
        CrystalSymmetry(group: group, lattice: $0.lattice)
      })
    let levels = try #require(FieldLevels(try Self.field(symmetry, seed: 3), symmetry))
    let series = FourierPotential(levels: levels, symmetry, reach: 12)
    let n = 600
    let size = (symmetry.lattice.area).squareRoot() / Double(n)
    var shares = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        let own = levels.sample(at: Place(Double(i) / Double(n), Double(j) / Double(n)))
        let slope = hypot(own.x, own.y) * size
        shares[i * n + j] = min(1, max(0, 0.5 + own.value / max(slope, 1e-12)))
      }
    }
    for (n1, n2) in [(0, 0), (1, 0), (2, -1), (3, 2), (-5, 1), (6, -6)] {
      var (re, im) = (0.0, 0.0)
      for i in 0..<n {
        for j in 0..<n where shares[i * n + j] != 0 {
          let phase = 2 * Double.pi * Double(n1 * i + n2 * j) / Double(n)
          re += shares[i * n + j] * cos(phase)
          im -= shares[i * n + j] * sin(phase)
        }
      }
      let at = (n1 + 12) * 25 + n2 + 12
      let own = series.imaginary.isEmpty ? 0 : series.imaginary[at]
      #expect(abs(series.values[at] - re / Double(n * n)) < 6e-5, "\(name) \(n1) \(n2)")
      #expect(abs(own - im / Double(n * n)) < 6e-5, "\(name) \(n1) \(n2)")
    }
  }
}

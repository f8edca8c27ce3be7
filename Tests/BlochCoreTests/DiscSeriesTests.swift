import BlochCore
import Glibc
import Testing

/// The exact Fourier coefficients of discs.
@Suite struct DiscSeriesTests {
  private typealias Disc = (x1: Double, x2: Double, radius: Double)

  private static func ring(
    _ distance: Double, _ radius: Double, angle: Double, middle: [Double] = []
  ) throws -> [Disc] {
    try HoleRing(distance: distance, angle: angle, radius: radius).centres.map {
      (x1: $0.x1, x2: $0.x2, radius: radius)
    } + middle.map { (x1: 0, x2: 0, radius: $0) }
  }

  private static func series(_ discs: [Disc], reach: Int) throws -> ShapeSeries {
    try ShapeSeries(
      ShapeUnion(
        shapes: discs.map { .disc(x1: $0.x1, x2: $0.x2, radius: $0.radius) }, inside: 1,
        outside: 0), reach: reach)
  }

  private static func value(_ series: ShapeSeries, _ n1: Int, _ n2: Int) -> Double {
    series.values[(n1 + series.reach) * (2 * series.reach + 1) + n2 + series.reach]
  }

  @Test func oneDiscIsABesselFunction() throws {
    let radius = 0.3
    let series = try ShapeSeries(
      ShapeUnion(shapes: [.disc(x1: 0, x2: 0, radius: radius)], inside: 0.25, outside: 1),
      reach: 20)
    let cell = 3.0.squareRoot() / 2
    let share = Double.pi * radius * radius / cell
    #expect(abs(Self.value(series, 0, 0) - (1 - 0.75 * share)) < 1e-15)
    for (n1, n2) in [(1, 0), (3, -2), (20, 11)] {
      let g = 4 * Double.pi * (Double(n1 * n1 + n2 * n2 - n1 * n2) / 3).squareRoot()
      let exact = -0.75 * share * 2 * j1(g * radius) / (g * radius)
      #expect(abs(Self.value(series, n1, n2) - exact) < 1e-15)
    }
  }

  /// Six discs at a/3 repeat with (a1 + a2)/3, the honeycomb of a third of the cell: other waves vanish.
  @Test(arguments: [0.1, 0.19])
  func aThirdOfTheLatticeConstantFoldsExactly(radius: Double) throws {
    let series = try Self.series(Self.ring(1.0 / 3, radius, angle: 0), reach: 15)
    for n1 in -15...15 {
      for n2 in -15...15 where (n1 + n2) % 3 != 0 {
        #expect(abs(Self.value(series, n1, n2)) < 1e-14)
      }
    }
  }

  /// Unions of discs that overlap, touch themselves, hide others, are the same or fill all but pockets: slices along a1,
  /// in closed form along each slice, on a fine mesh of slices (error about its step to the 3/2).
  @Test(
    arguments: [
      (0.3, 0.2, 7.0, []), (0.1, 0.2, 7, [0.05]), (0.5, 0.1, 0, []), (0.45, 0.22, 13, [0.3]),
      (0, 0.2, 0, []), (1.0 / 3, 0.2, 0, [0.15, 0.1]), (0.5, 0.27, 30, []), (2, 0.52, 0, []),
    ] as [(Double, Double, Double, [Double])])
  func overlapsAreCountedOnce(
    distance: Double, radius: Double, angle: Double, middle: [Double]
  ) throws {
    let union = try Self.ring(distance, radius, angle: angle, middle: middle)
    let series = try Self.series(union, reach: 12)
    let waves = [(0, 0), (1, 0), (1, 1), (2, 1), (3, -2), (7, 3), (12, 12), (0, 5)]
    var sums = [Double](repeating: 0, count: waves.count)
    let slices = 6000
    for slice in 0..<slices {
      let x2 = (Double(slice) + 0.5) / Double(slices)
      for (from, to) in Self.covered(union, x2) {
        for (w, (n1, n2)) in waves.enumerated() {
          let (q, p) = (2 * Double.pi * Double(n1), 2 * Double.pi * Double(n2) * x2)
          sums[w] +=
            (n1 == 0 ? cos(p) * (to - from) : (sin(q * to + p) - sin(q * from + p)) / q)
            / Double(slices)
        }
      }
    }
    for (sum, (n1, n2)) in zip(sums, waves) {
      #expect(abs(sum - Self.value(series, n1, n2)) < 1e-5)
    }
  }

  /// The parts of the line at x2 that the discs cover, 0 <= x1 <= 1, without overlap.
  private static func covered(_ discs: [Disc], _ x2: Double) -> [(Double, Double)] {
    var parts: [(Double, Double)] = []
    for disc in discs {
      for m in -4...4 {
        let d2 = x2 - disc.x2 + Double(m)
        let rest = disc.radius * disc.radius - 0.75 * d2 * d2
        guard rest > 0 else { continue }
        let from = disc.x1 - d2 / 2 - rest.squareRoot()
        let start = from - from.rounded(.down)
        parts.append((start, start + 2 * rest.squareRoot()))
        parts.append((start - 1, start - 1 + 2 * rest.squareRoot()))
      }
    }
    parts.sort { $0.0 < $1.0 }
    var (end, free) = (0.0, [(Double, Double)]())
    for (from, to) in parts where min(to, 1) > max(from, end) {
      free.append((max(from, end), min(to, 1)))
      end = min(to, 1)
    }
    return free
  }

  /// Ever finer pixels tend to the exact coefficients, as the -3/2nd power of their number a side: 4 x 2000^(-3/2).
  @Test func finePixelsTendToTheExactCoefficients() throws {
    let ring = try HoleRing(distance: 0.31, angle: 11, radius: 0.12)
    let exact = try FourierPotential(
      cell: try ring.cell(PixelOrbits(pixels: 20, symmetry: .c6), kind: .wells, vMax: 1), reach: 6)
    var cell = try ring.cell(
      PixelOrbits(pixels: 2000, symmetry: .c6), kind: .wells, vMax: 1)
    cell.shapes = nil
    let pixels = try FourierPotential(cell: cell, reach: 6)
    for (a, b) in zip(exact.values, pixels.values) { #expect(abs(a - b) < 4.5e-5) }
  }

  /// The levels of the folded cell that are equal are equal, and those of the small cell (a/sqrt(3), turned by 30 degrees):
  /// p and d at Gamma.
  @Test func foldedLevelsAreDegenerate() throws {
    let solver = try BandSolver(
      symmetry: .c6, kset: .special, bands: 7, tolerance: 6e-5)
    for pixels in [20, 99, 100] {
      let cell = try HoleRing(distance: 1.0 / 3, angle: 0, radius: 0.1).cell(
        PixelOrbits(pixels: pixels, symmetry: .c6), kind: .wells, vMax: 256)
      let solution = try solver.solve(cell)
      let levels = Array(solution.specialPoints[0].energies[1...4])
      let spread = try #require(levels.max()) - (try #require(levels.min()))
      #expect(spread < 2 * solution.errorEstimate + 1e-6)
      #expect(spread < 2e-5)
    }
  }
}

import BlochCore
import Foundation
import Meshes
import Testing
import WallpaperGroups
import Walls

@Suite struct EndTests {
  private static let core = UniformLevels(isInside: true)
  private static let cladding = UniformLevels(isInside: false)

  /// Layers of two uniform materials on the hexagonal lattice, 3^(1/2)/2 |A1| high.
  private static func levels(_ layers: [Int]) -> LayeredLevels {
    LayeredLevels(
      [core, cladding], lattice: .hexagonal,
      axes: LayeredLevels.Axes(along: (1, 0), across: (0, 1)), layers: layers, edge: 0.5)
  }

  private static let height = 3.0.squareRoot() / 2

  /// A uniform strip between hard ends: lambda = (2 pi)^2 (m + kappa)^2 + (pi n/H)^2, n from 1 on where the field vanishes, from
  /// 0 where its flux does.
  @Test(arguments: [true, false], [0, 0.3])
  func emptyStrip(isSoft: Bool, kappa: Double) throws {
    let solver = try LayeredSolver(
      Self.levels([0, 0, 1]), layers: 3, edge: 0.5, inside: Medium(), outside: Medium(),
      excluding: .none, ends: isSoft ? .soft : .rigid, spacing: .coarse, sigma: 15)
    let found = try solver.states(kappa, interest: 10...24, window: 9...25)
    let height = 2 * Self.height
    let expected = (-2...2).flatMap { m in
      ((isSoft ? 1 : 0)...8).map { n -> Double in
        let (x, y) = (2 * Double.pi * (Double(m) + kappa), Double.pi * Double(n) / height)
        return x * x + y * y
      }
    }.sorted().filter { $0 > 10 && $0 < 24 }
    let own = zip(found.levels, found.errors).filter { $0.0 > 10 && $0.0 < 24 }
    #expect(own.count == expected.count && !own.isEmpty)
    for (level, (own, error)) in zip(expected, own) {
      #expect(abs(own - level) < error + 1e-6, "\(own) \(level) \(error)")
      #expect(error < 2e-2 * (level + 1))
    }
  }

  /// Guided modes of a slab, tan(h d/2) = (a_2 q)/(a_1 h) or its cotangent, h^2 = lambda b_1/a_1 - k^2, q^2 = k^2 - lambda b_2/a_2:
  /// light of either polarisation in a dielectric of epsilon 12, the medium so high that nothing of it is felt at its end.
  @Test(arguments: [true, false])
  func slabWaveguide(isTM: Bool) throws {
    let epsilon = 12.0
    let (inside, outside) =
      isTM ? (Medium(b: epsilon), Medium()) : (Medium(a: 1 / epsilon), Medium())
    let solver = try LayeredSolver(
      Self.levels([0] + [Int](repeating: 1, count: 9)), layers: 10, edge: 0.5, inside: inside,
      outside: outside,
      excluding: .none, spacing: .standard, sigma: 4)
    let kappa = 0.5
    let k = 2 * Double.pi * kappa
    let found = try solver.states(kappa, interest: 2.5...5.5, window: 2...6)
    // Of even and odd modes the equation without poles.
    func mismatch(_ level: Double, isEven: Bool) -> Double {
      let h = max(level * inside.b / inside.a - k * k, 0).squareRoot()
      let q = max(k * k - level * outside.b / outside.a, 0).squareRoot()
      let phase = h * Self.height / 2
      return isEven
        ? inside.a * h * sin(phase) - outside.a * q * cos(phase)
        : inside.a * h * cos(phase) + outside.a * q * sin(phase)
    }
    var expected: [Double] = []
    let least = k * k * inside.a / inside.b
    for isEven in [true, false] {
      var low = least * (1 + 1e-9)
      for step in 1...4000 {
        let high = least + (0.8 * k * k - least) * Double(step) / 4000
        if mismatch(low, isEven: isEven) * mismatch(high, isEven: isEven) < 0 {
          var (a, b) = (low, high)
          for _ in 0..<60 {
            let middle = 0.5 * (a + b)
            if mismatch(a, isEven: isEven) * mismatch(middle, isEven: isEven) <= 0 {
              b = middle
            } else {
              a = middle
            }
          }
          expected.append(0.5 * (a + b))
        }
        low = high
      }
    }
    expected.sort()
    // kappa = 1/2 has each twice: k and -k differ by a reciprocal vector.
    expected = expected.filter { $0 > 2.5 && $0 < 5.5 }
    let own = zip(found.levels, found.errors).filter { $0.0 > 2.5 && $0.0 < 5.5 }
    #expect(expected.count >= 1 && own.count == 2 * expected.count)
    for (at, (level, error)) in own.enumerated() where at / 2 < expected.count {
      #expect(abs(level - expected[at / 2]) < error + 1e-5, "\(level) \(expected[at / 2]) \(error)")
    }
  }
}

extension EndTests {
  /// Rods in air that end in air: plane waves and elements have nothing in common but the strip, and what is bound to its
  /// surfaces. Below the light line there is nothing else.
  @Test func rodsInAir() throws {
    let cell = try ElementWallTests.cell(0.19, 0.15, .tm, holes: false)
    var air = cell
    air.shapes = nil
    air.potential = [Float](repeating: 0, count: cell.potential.count)
    let frame = try #require(StripFrame(along: 1, 0, of: .hexagonal))
    let strip = try Strip(
      frame, crystals: [cell, air], layers: [0, 0, 0, 1, 1, 1], edge: 0, medium: 1)
    let options = try ExactWallSolver(
      bands: 3, gap: 1, points: 3, tolerance: 1e-3, crystals: 1)
    let (waves, elements) = (try options.solve(strip), try ElementWallSolver(options).solve(strip))
    #expect(waves.hasGap && waves.floor == elements.floor)
    #expect(abs(waves.floor[2] - 0.25) < 1e-12)
    for (kappa, (own, other)) in zip(waves.states, elements.states).enumerated() {
      #expect(own.map(\.wall) == other.map(\.wall))
      #expect(own.allSatisfy { $0.energy < waves.floor[kappa] })
      for (a, b) in zip(own, other) { #expect(abs(a.energy - b.energy) < a.error + b.error) }
    }
  }
}

import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Small matrices of the exact bands, and what is derived from them, in every wallpaper group.
@Suite struct KeptModelTests {
  private static func solution(
    _ name: String, _ points: [KPoint], tolerance: Double = 1e-4, gradient: Bool = false,
    change: ((inout UnitCell) -> Void)? = nil
  ) throws -> BandSolution {
    let group = try #require(WallpaperGroup.named(name))
    var cell = AllGroupsTests.cell(group, seed: 5, vMax: 60, isSharp: false)
    cell.potential = cell.potential.map { 0.1 + 0.8 * $0 }
    change?(&cell)
    let solver = try BandSolver(
      symmetry: cell.symmetry, kset: try AllGroupsTests.kset(points), bands: 5,
      tolerance: tolerance)
    return try solver.solve(cell, withGradient: gradient, withModel: !gradient)
  }

  /// Anywhere in the zone the model has the solver's bands; at the special points those of the irreps.
  @Test(arguments: WallpaperGroup.names) func hasTheBands(name: String) throws {
    let solution = try Self.solution(name, AllGroupsTests.points)
    let model = try #require(solution.model)
    for (i, own) in model.energies(at: AllGroupsTests.points).enumerated() {
      for n in 0..<5 {
        #expect(abs(own[n] - solution.energies[5 * i + n]) < 2e-6, "\(AllGroupsTests.points[i])")
      }
    }
    #expect(model.belongs(to: solution.specialPoints))
  }

  /// Velocities and curvatures against central differences of the model's energies, far from the piece of the zone that
  /// it is made for too.
  @Test(arguments: WallpaperGroup.names) func derivativesAreThoseOfTheBands(name: String) throws {
    let solution = try Self.solution(name, [.gamma])
    let model = try #require(solution.model)
    let lattice = model.symmetry.lattice
    let step = 1e-3
    for k in [KPoint(0.13, 0.29), KPoint(-0.37, 0.08), KPoint(0.62, -0.21), KPoint(0.3, 1.1)] {
      func energies(_ x: Double, _ y: Double) -> [Double] {
        // kx = 2 pi x1, ky = 2 pi (x2/ratio - cosine x1)/sine
        let d1 = x / (2 * .pi)
        let d2 = lattice.ratio * (lattice.sine * y / (2 * .pi) + lattice.cosine * d1)
        return model.energies(at: [KPoint(k.x1 + d1, k.x2 + d2)])[0]
      }
      let found = try BandDerivatives(model, at: [k], bands: 5) { _ in 1e-6 }
      let (center, right, left) = (energies(0, 0), energies(step, 0), energies(-step, 0))
      let (up, down) = (energies(0, step), energies(0, -step))
      let (pp, mm) = (energies(step, step), energies(-step, -step))
      let (pm, mp) = (energies(step, -step), energies(-step, step))
      for n in 0..<5 {
        let gaps = [n - 1, n + 1].filter { (0..<5).contains($0) }.map {
          abs(center[$0] - center[n])
        }
        guard (gaps.min() ?? 1) > 0.02 else { continue }
        #expect(abs(found.energies[n] - center[n]) < 1e-9)
        #expect(abs(found.slopes[2 * n] - (right[n] - left[n]) / (2 * step)) < 1e-4)
        #expect(abs(found.slopes[2 * n + 1] - (up[n] - down[n]) / (2 * step)) < 1e-4)
        let second = [
          (right[n] + left[n] - 2 * center[n]) / (step * step),
          (pp[n] + mm[n] - pm[n] - mp[n]) / (4 * step * step),
          (up[n] + down[n] - 2 * center[n]) / (step * step),
        ]
        for (i, value) in second.enumerated() {
          #expect(abs(found.curvatures[3 * n + i] - value) < 0.02, "\(k) band \(n) \(i)")
        }
      }
    }
  }

  /// States below an energy against counting on a fine grid of the whole zone.
  @Test(arguments: WallpaperGroup.names) func statesAreCounted(name: String) throws {
    let model = try #require(try Self.solution(name, [.gamma]).model)
    let found = DensityOfStates(model, bands: 5, divisions: 24, intervals: 20, range: nil)
    let n = 40
    let grid = (0..<n * n).map {
      KPoint((Double($0 / n) + 0.5) / Double(n), (Double($0 % n) + 0.5) / Double(n))
    }
    let levels = model.energies(at: grid)
    for (energy, count) in zip(found.energies, found.counts) {
      let below = levels.reduce(0) { $0 + $1.count { $0 < energy } }
      #expect(abs(count - Double(below) / Double(n * n)) < 0.02, "\(energy)")
    }
  }

  /// dE/dV against central differences in the pixels, by real and imaginary parts.
  @Test(arguments: WallpaperGroup.names) func gradientsAreThoseOfTheCells(name: String) throws {
    let points = [KPoint(0.13, 0.29), KPoint(-0.3, 0.12), KPoint(0.5, 0.5)]
    let solution = try Self.solution(name, points, tolerance: 1e-5, gradient: true)
    let gradient = try #require(solution.gradient)
    let count = gradient.orbits.count
    #expect(gradient.values.count == points.count * 5 * count)
    let group = try #require(WallpaperGroup.named(name))
    let step = 2e-3
    var compared = 0
    for o in [1, 2, 5] {
      let star = ReciprocalStar(of: gradient.orbits[o], group: group)
      for isImaginary in star.isReal ? [false] : [false, true] {
        func energies(_ size: Double) throws -> [Double] {
          try Self.solution(name, points, tolerance: 1e-5) { cell in
            let n = cell.pixels
            for at in cell.potential.indices {
              for image in star.half {
                let turns = Double(image.vector.n1 * (at / n) + image.vector.n2 * (at % n))
                let phase = 2 * Double.pi * turns / Double(n)
                let wave = isImaginary ? -2 * sin(phase) : 2 * cos(phase)
                cell.potential[at] += Float(size * image.sign * wave)
              }
            }
          }.energies
        }
        let (above, below) = (try energies(step), try energies(-step))
        for at in 0..<points.count * 5 {
          // Levels that cross in between change places.
          let neighbours = [at - 1, at + 1].filter {
            $0 >= 0 && $0 / 5 == at / 5 && $0 < points.count * 5
          }
          let distances = neighbours.map {
            abs(solution.energies[$0] - solution.energies[at])
          }
          guard distances.allSatisfy({ $0 < 1e-7 || $0 > 0.02 }) else { continue }
          compared += 1
          let slope = (above[at] - below[at]) / (2 * step)
          let own = (isImaginary ? gradient.imaginaryValues : gradient.values)[at * count + o]
          #expect(abs(own - slope) < 0.02, "\(star.vector) \(isImaginary) \(at)")
        }
      }
    }
    #expect(compared > 20)
  }
}

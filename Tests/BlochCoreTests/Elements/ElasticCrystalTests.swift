import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Elastic waves in crystals of two solids and in solids with holes: another code, other groups, claims.
@Suite struct ElasticCrystalTests {
  private static func solid(_ rho: Double, _ lambda: Double, _ mu: Double) -> Medium {
    ElasticSolverTests.solid(rho, lambda, mu)
  }

  private static let epoxy = solid(1142, 4.43e9, 1.48e9)
  private static let steel = solid(7780, 1.14e11, 8.1e10)
  private static let silicon = solid(2331, 5.23e10, 7.97e10)

  /// A disc at the origin of the square lattice.
  struct SquareDisc: LevelSet {
    let radius: Double

    func sample(at place: Place) -> LevelSample {
      let (x, y) = (place.x1 - place.x1.rounded(), place.x2 - place.x2.rounded())
      return LevelSample(
        value: radius * radius - x * x - y * y, x: -2 * x, y: -2 * y, xx: -2, yy: -2)
    }
  }

  /// A spectral-element code on other meshes (Tests/Reference/elastic_spectral.py, orders 14 and 18): omega a/(2 pi c_t),
  /// c_t of the matrix, at Gamma, at X or K, at M, and at a place between.
  @Test(arguments: [true, false], [true, false])
  func anotherCodeAgrees(isVoid: Bool, isHexagonal: Bool) throws {
    let expected: [[Double]] =
      isHexagonal
      ? isVoid
        ? [
          [0, 0, 0.723284, 1.000173, 1.000173, 1.340274],
          [0.560709, 0.567404, 0.567404, 0.842823, 1.223704, 1.223704],
          [0.286871, 0.686368, 0.743689, 0.832285, 0.939606, 1.381367],
          [0.239671, 0.439003, 0.679635, 0.938273, 1.075334, 1.207413],
        ]
        : [
          [0, 0, 0.650442, 1.226132, 1.226132, 1.763861],
          [0.498041, 0.498041, 0.500227, 1.274327, 1.544283, 1.544283],
          [0.346247, 0.515007, 0.605260, 1.253077, 1.392209, 1.677353],
          [0.236705, 0.448865, 0.590661, 1.244291, 1.263661, 1.784895],
        ]
      : isVoid
        ? [
          [0, 0, 0.804994, 0.804994, 0.811270, 0.922867],
          [0.237246, 0.466863, 0.486010, 0.905601, 0.908617, 0.965546],
          [0.218440, 0.618256, 0.618256, 0.779226, 0.843569, 1.080849],
          [0.203461, 0.369241, 0.548310, 0.823717, 0.959910, 1.063533],
        ]
        : [
          [0, 0, 0.592024, 1.261725, 1.261725, 1.578661],
          [0.286391, 0.498627, 0.576175, 1.244995, 1.462103, 1.554715],
          [0.444216, 0.482429, 0.482429, 1.522649, 1.522649, 1.529471],
          [0.237948, 0.455314, 0.543495, 1.258766, 1.351322, 1.559707],
        ]
    let symmetry = ElementCrystal.symmetry(isHexagonal ? "p6m" : "p4m")
    let outside = isVoid && !isHexagonal ? Self.silicon : Self.epoxy
    func scaled(_ medium: Medium) -> Medium {
      Medium(
        a: medium.a / outside.a, b: medium.b / outside.b, lame: (medium.lame ?? 0) / outside.a)
    }
    let inside = scaled(isVoid ? outside : Self.steel)
    let exclusion = isVoid ? ElementSolver.Exclusion.rigid(isInside: true) : .none
    let corner = isHexagonal ? "K" : "X"
    let solver = try ElementSolver(
      symmetry: symmetry, kset: .list("Gamma;\(corner);M;0.3,0.1", symmetry: symmetry),
      bands: 6, tolerance: 2e-4, field: .vector)
    func solve(_ levels: some LevelSet) throws -> BandSolution {
      try solver.solve(levels, inside: inside, outside: scaled(outside), excluding: exclusion)
    }
    let solution =
      try isHexagonal ? solve(DiscLevels(radius: 0.3)) : solve(SquareDisc(radius: 0.35))
    for (at, row) in expected.enumerated() {
      for (f, g) in zip(frequencies(solution.energies[6 * at..<6 * at + 6]), row) {
        #expect(abs(f - g) < min(solution.tolerated, 1e-4), "\(at): \(f) \(g)")
      }
    }
  }

  /// A p6m crystal as one of fewer operations: the same bands, irreps that become those of p6, pairs to the last bit.
  @Test(arguments: [true, false]) func subgroupsAgree(isVoid: Bool) throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry("p6m"), index: 6)
    func solve(_ name: String) throws -> BandSolution {
      let group = try #require(WallpaperGroup.named(name))
      let symmetry = try #require(CrystalSymmetry(group: group, lattice: .hexagonal))
      return try ElementSolver(
        symmetry: symmetry, kset: .list("0.1,0.3;0.05,0.02;0,0", symmetry: symmetry), bands: 5,
        tolerance: 1e-3, field: .vector
      ).solve(
        crystal.levels, inside: Self.solid(0.3, 2, 1), outside: Self.solid(1, 0.5, 0.2),
        excluding: isVoid ? .rigid(isInside: true) : .none)
    }
    let whole = try solve("p6m")
    for name in ["p6", "p3m1", "p2", "p1"] {
      let part = try solve(name)
      for (f, g) in zip(frequencies(whole.energies), frequencies(part.energies)) {
        #expect(abs(f - g) < whole.tolerated + part.tolerated, "\(name): \(f) \(g)")
      }
      guard name == "p6" else { continue }
      let names = ["A1": "s", "A2": "s", "B1": "f", "B2": "f", "E1": "p", "E2": "d"]
      #expect(
        whole.specialPoints[0].irreps.map { names[$0.symbol] }
          == part.specialPoints[0].irreps.map(\.symbol))
      var pairs = 0
      for point in part.specialPoints {
        for n in 1..<5 where point.irreps[n].dimension == 2 {
          if point.irreps[n] == point.irreps[n - 1],
            abs(point.energies[n] - point.energies[n - 1]) < 1e-6
          {
            #expect(point.energies[n] == point.energies[n - 1])
            pairs += 1
          }
        }
      }
      #expect(pairs > 1)
    }
  }

  /// Coarse solutions lie as near to fine ones as they promise, and small matrices have the same bands.
  @Test(arguments: ["p6", "p4g", "p3", "pm"]) func estimatesHold(_ name: String) throws {
    let symmetry = ElementCrystal.symmetry(name)
    let kset = try KSet.grid(4, symmetry: symmetry)
    for index in 10..<12 {
      let crystal = try ElementCrystal(symmetry, index: UInt64(index), cutoff: 3)
      func solve(_ tolerance: Double) throws -> BandSolution {
        try ElementSolver(
          symmetry: symmetry, kset: kset, bands: 5, tolerance: tolerance, field: .vector
        ).solve(
          crystal.levels, inside: Self.solid(3, 4, 2), outside: Self.solid(1, 2, 0.5),
          excluding: index == 11 ? .rigid(isInside: true) : .none, withModel: true)
      }
      let (coarse, fine) = (try solve(4e-3), try solve(5e-4))
      #expect(coarse.tolerated <= 4e-3 && fine.tolerated <= 5e-4)
      var largest = 0.0
      for (f, g) in zip(frequencies(coarse.energies), frequencies(fine.energies)) {
        largest = max(largest, abs(f - g))
      }
      #expect(largest < coarse.tolerated + fine.tolerated, "\(name) \(index): \(largest)")
      #expect(largest > 1e-7)
      let model = try #require(fine.model)
      #expect(model.belongs(to: fine.specialPoints))
      for (at, energies) in model.energies(at: kset.points).enumerated() {
        for n in 0..<5 { #expect(abs(energies[n] - fine.energies[5 * at + n]) < 1e-4) }
      }
    }
  }

  @Test func wrongInputIsRefused() throws {
    let solver = try ElementSolver(
      symmetry: .c6, kset: .special(.c6), bands: 3, tolerance: 1e-2, field: .vector)
    let good = Self.solid(1, 1, 1)
    for bad in [Self.solid(1, -2, 1), Self.solid(1, .infinity, 1), Medium(a: 1, b: 1)] {
      #expect(throws: SolverError.self) {
        try solver.solve(DiscLevels(radius: 0.3), inside: bad, outside: good)
      }
    }
    #expect(throws: SolverError.self) {
      try solver.solve(
        DiscLevels(radius: 0.3), inside: Self.solid(2, 1, 1), outside: good, withGradient: true)
    }
    func medium(_ values: [(Double, Double)]) throws -> CrystalMedium {
      try CrystalMedium(
        .inplane,
        zip(["rho", "lambda", "mu"], values).map {
          CrystalMedium.Material(name: $0, low: $1.0, high: $1.1)
        })
    }
    let void = try #require(try medium([(0, 2), (0, 1), (0, 1)]).boundary)
    #expect(!void.isHigh && !void.isSoft)
    let rigid = try #require(try medium([(1, 2), (1, 1), (.infinity, 1)]).boundary)
    #expect(!rigid.isHigh && rigid.isSoft)
    #expect(try !medium([(1, 2), (-0.3, 1), (1, 1)]).isByPlaneWaves)
    for wrong in [
      [(1.0, 2.0), (1.0, 1.0), (0.0, 1.0)], [(1, 2), (-2, 1), (1, 1)], [(-1, 2), (1, 1), (1, 1)],
      [(1, 2), (0, 0), (0, 0)], [(1, 2), (500, 1), (1, 1)], [(1, 1), (1, 1), (1, 1)],
    ] {
      #expect(throws: MediumError.self) { try medium(wrong) }
    }
  }
}

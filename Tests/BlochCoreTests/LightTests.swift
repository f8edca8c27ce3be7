import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Light with its electric field along the rods against closed forms, folded cells and converged values.
@Suite struct LightTests {
  static func medium(_ low: Double, _ high: Double, _ equation: WaveEquation = .tm) throws
    -> CrystalMedium
  {
    try CrystalMedium(equation, [.init(name: "epsilon", low: low, high: high)])
  }

  /// Discs of the high material.
  static func rods(_ discs: [(Double, Double)], radius: Double, _ medium: CrystalMedium) throws
    -> UnitCell
  {
    let shapes = try ShapeUnion(
      shapes: discs.map { .disc(x1: $0.0, x2: $0.1, radius: radius) }, inside: 1, outside: 0)
    let n = 24
    let potential = (0..<n * n).map { at -> Float in
      // Enough of a picture that it is not constant.
      at == 0 ? 1 : 0
    }
    return UnitCell(
      symmetry: .c6, vMax: CrystalMedium.unit, pixels: n, potential: potential, shapes: shapes,
      source: "shapes", medium: medium)
  }

  static func frequencies(
    _ cell: UnitCell, _ points: String, bands: Int = 8, tolerance: Double = 1e-4
  ) throws -> [[Double]] {
    let solver = try BandSolver(
      symmetry: cell.symmetry, kset: KSet.list(points), bands: bands, tolerance: tolerance)
    let energies = try solver.solve(cell).energies.map { max($0, 0).squareRoot() }
    return stride(from: 0, to: energies.count, by: bands).map { Array(energies[$0..<$0 + bands]) }
  }

  static let special = "0,0;0.6666666666666666,0.3333333333333333;0.5,0.5"

  static func expect(_ found: [[Double]], _ wanted: [[Double]], within error: Double) {
    for (own, other) in zip(found, wanted) {
      for (a, b) in zip(own, other) { #expect(abs(a - b) < error, "\(a) for \(b)") }
    }
  }

  /// Converged by elements of third order and by plane waves: rods r = 0.2 of epsilon 12, holes r = 0.45 in it.
  @Test func discsAgreeWithConvergedValues() throws {
    let rods = try Self.rods([(0, 0)], radius: 0.2, Self.medium(1, 12))
    Self.expect(
      try Self.frequencies(rods, Self.special, tolerance: 5e-5),
      [
        [0, 0.559615, 0.559615, 0.593487, 0.835711, 0.835711, 0.991926, 1.097018],
        [
          0.2744187, 0.4898422, 0.4898422, 0.7899898, 0.7899898, 0.863773, 0.897220, 0.897220,
        ],
        [
          0.2617885, 0.4452164, 0.5485904, 0.749712, 0.797174, 0.856130, 0.869562, 1.008543,
        ],
      ], within: 1e-5)
    let holes = try Self.rods([(0, 0)], radius: 0.45, Self.medium(12, 1))
    Self.expect(
      try Self.frequencies(holes, Self.special, tolerance: 5e-5),
      [
        [
          0, 0.3981257, 0.4922268, 0.4922268, 0.6815232, 0.6815232, 0.6913212, 0.896622,
        ],
        [
          0.2799352, 0.2799352, 0.4387798, 0.5799795, 0.5799795, 0.6996515, 0.7664563, 0.8238437,
        ],
        [
          0.2460933, 0.2934016, 0.4795095, 0.5239083, 0.6108452, 0.6959639, 0.7786726, 0.8016414,
        ],
      ], within: 1e-5)
  }

  /// Six rods of radius R/3 at distance R from the centre (Wu and Hu, PRL 114, 223901): at a/R = 3 the cell is three
  /// cells of the honeycomb.
  @Test func honeycombsFold() throws {
    func cell(_ ratio: Double) throws -> UnitCell {
      let distance = 1 / ratio
      let discs = (0..<6).map { j -> (Double, Double) in
        let angle = Double.pi * Double(j) / 3
        let (x, y) = (distance * cos(angle), distance * sin(angle))
        let x2 = y * 2 / 3.0.squareRoot()
        return (x - 0.5 * x2, x2)
      }
      return try Self.rods(discs, radius: distance / 3, Self.medium(1, 11.7))
    }
    let folded = try Self.frequencies(cell(3), Self.special, bands: 6)
    Self.expect(
      folded,
      [
        [0, 0.483754, 0.483754, 0.483754, 0.483754, 0.651996],
        [0.323388, 0.323388, 0.323388, 0.573521, 0.573521, 0.573521],
        [0.283716, 0.283716, 0.427098],
      ], within: 1e-5)
    Self.expect(
      try Self.frequencies(cell(3.125), Self.special, bands: 6),
      [
        [0, 0.485915, 0.485915, 0.506730, 0.506730, 0.663900],
        [0.324391, 0.336776, 0.336776], [0.287811, 0.295984, 0.438080],
      ], within: 1e-5)
    Self.expect(
      try Self.frequencies(cell(2.9), Self.special, bands: 6),
      [
        [0, 0.464605, 0.464605, 0.483750, 0.483750, 0.645090],
        [0.312287, 0.312287, 0.322647], [0.273651, 0.280020, 0.417429],
      ], within: 1e-5)
  }

  @Test func frequenciesScaleWithTheIndex() throws {
    let points = "0.2,0.1;0.5,0.5"
    let one = try Self.frequencies(Self.rods([(0, 0)], radius: 0.3, Self.medium(1, 4)), points)
    let four = try Self.frequencies(Self.rods([(0, 0)], radius: 0.3, Self.medium(4, 16)), points)
    Self.expect(four.map { $0.map { 2 * $0 } }, one, within: 3e-4)
  }

  /// omega = c k/<epsilon>^(1/2) at long waves.
  @Test func longWavesSeeTheMean() throws {
    let cell = try Self.rods([(0, 0)], radius: 0.3, Self.medium(1, 12))
    let fill = Double.pi * 0.09 / (3.0.squareRoot() / 2)
    let k = 0.004
    let (x, y) = KPoint(k, 0).cartesian
    let exact = hypot(x, y) / (2 * Double.pi) / (1 + 11 * fill).squareRoot()
    let found = try Self.frequencies(cell, "\(k),0", bands: 4)
    #expect(abs(found[0][0] / exact - 1) < 1e-3)
  }

  /// Nearly one material: |k + G|/(2 pi epsilon^(1/2)).
  @Test func emptyLattices() throws {
    let cell = try Self.rods([(0, 0)], radius: 0.3, Self.medium(4, 4.00001))
    let k = KPoint(0.21, 0.13)
    var exact: [Double] = []
    for n1 in -3...3 {
      for n2 in -3...3 {
        let (x, y) = KPoint(k.x1 + Double(n1), k.x2 + Double(n2)).cartesian
        exact.append(hypot(x, y) / (4 * Double.pi))
      }
    }
    exact.sort()
    let found = try Self.frequencies(cell, "0.21,0.13;0,0", bands: 7)
    Self.expect([found[0]], [exact], within: 1e-5)
    #expect(found[1][0] == 0)
  }

  /// Both epsilons grow by one number: the derivative by the pattern's mean, over what lies between them.
  @Test func gradientsAreDifferences() throws {
    let points = "0.3,0.2;0.5,0.5"
    func solve(_ shift: Double, withGradient: Bool = false) throws -> BandSolution {
      let cell = try Self.rods([(0, 0)], radius: 0.3, Self.medium(1 + shift, 9 + shift))
      return try BandSolver(
        symmetry: .c6, kset: KSet.list(points), bands: 4, tolerance: 5e-5
      ).solve(cell, withGradient: withGradient)
    }
    let gradient = try #require(solve(0, withGradient: true).gradient)
    let (low, high) = (try solve(-0.02), try solve(0.02))
    let mean = try #require(gradient.orbits.firstIndex(of: ReciprocalVector(0, 0)))
    for at in 0..<8 {
      let difference = (high.energies[at] - low.energies[at]) / 0.04
      let own = gradient.values[at * gradient.orbits.count + mean] / 8
      #expect(abs(own - difference) < 2e-3 * abs(difference) + 1e-5)
    }
  }

  /// One crystal by the operations of p6m and by those of its subgroups.
  @Test func subgroupsAgree() throws {
    let all = try #require(WallpaperGroup.named("p6m"))
    let symmetry = try #require(CrystalSymmetry(group: all, lattice: .hexagonal))
    let field = try LevelSeriesTests.field(symmetry, seed: 5)
    let sampler = try FieldSampler(
      pixels: 60, representatives: field.representatives, symmetry: symmetry)
    var cell = try sampler.cell(field, vMax: CrystalMedium.unit, source: "random")
    cell.medium = try Self.medium(1, 12)
    let points = "0,0;0.3,0.1;0.5,0.5;0.12,0.31"
    let own = try BandSolver(
      symmetry: symmetry, kset: KSet.list(points), bands: 6, tolerance: 3e-4
    ).solve(cell)
    for name in ["p6", "p31m", "p3m1", "cmm", "p2", "p1"] {
      let group = try #require(WallpaperGroup.named(name))
      let lower = try #require(CrystalSymmetry(group: group, lattice: .hexagonal))
      var other = cell
      other.symmetry = lower
      other.field = try Self.expanded(field, symmetry, to: lower)
      let found = try BandSolver(
        symmetry: lower, kset: KSet.list(points), bands: 6, tolerance: 3e-4
      ).solve(other)
      for (a, b) in zip(own.energies, found.energies) {
        #expect(abs(a - b) < own.errorEstimate + found.errorEstimate, "\(name)")
      }
    }
  }

  /// A field's stars as the smaller stars of a subgroup.
  private static func expanded(
    _ field: FourierField, _ symmetry: CrystalSymmetry, to lower: CrystalSymmetry
  ) throws -> FourierField {
    var representatives: [ReciprocalVector] = []
    var amplitudes: [Double] = []
    for (g, amplitude) in zip(field.representatives, field.amplitudes) {
      var left = Set(
        ReciprocalStar(of: g, group: symmetry.group).images.flatMap {
          [$0.vector, ReciprocalVector(-$0.vector.n1, -$0.vector.n2)]
        })
      while let next = left.min(by: { ($0.n1, $0.n2) < ($1.n1, $1.n2) }) {
        representatives.append(next)
        amplitudes.append(amplitude)
        for image in ReciprocalStar(of: next, group: lower.group).images {
          left.remove(image.vector)
          left.remove(ReciprocalVector(-image.vector.n1, -image.vector.n2))
        }
      }
    }
    return FourierField(
      representatives: representatives, amplitudes: amplitudes, beta: .infinity,
      threshold: field.threshold)
  }

  @Test func senselessMediaAreRefused() {
    func error(_ equation: WaveEquation, _ materials: [CrystalMedium.Material]) -> String? {
      do {
        _ = try CrystalMedium(equation, materials)
        return nil
      } catch { return "\(error)" }
    }
    let epsilon = CrystalMedium.Material(name: "epsilon", low: 1, high: 12)
    #expect(error(.tm, [epsilon]) == nil)
    #expect(error(.tm, []) == "tm needs --material epsilon=LOW:HIGH")
    #expect(error(.tm, [epsilon, epsilon]) == "--material epsilon is there twice")
    #expect(error(.acoustic, [epsilon]) == "acoustic has no material epsilon; it has rho, bulk")
    #expect(
      error(.te, [.init(name: "epsilon", low: -2, high: 12)])
        == "epsilon must be positive, not -2.0:12.0")
    #expect(
      error(.te, [.init(name: "epsilon", low: 3, high: 3)])
        == "both materials are the same, so there is no crystal")
  }
}

import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// One crystal in several settings: another origin, a centred or a multiple cell.
@Suite struct CellSettingsTests {
  /// Names of band representations with the origin moved: the position that holds the moved points, the same irrep of
  /// its site.
  private static func moved(
    _ name: String, _ group: WallpaperGroup, by shift: NormaliserOperation
  ) throws -> String {
    let words = name.split(separator: " ", maxSplits: 1).map(String.init)
    let position = try #require(group.wyckoffPositions.first { $0.name == words[0] })
    let others = group.wyckoffPositions.filter { $0.kind == position.kind }
    guard others.count > 1 else { return name }
    let site = position.orbit[0]
    let (n1, n2) = ((site.n1 + 5 * shift.s1) % 60, (site.n2 + 5 * shift.s2) % 60)
    let target = try #require(
      group.wyckoffPositions.first { other in
        other.kind == position.kind && other.orbit.contains { ($0.n1, $0.n2) == (n1, n2) }
      })
    return "\(target.name) \(words[1])"
  }

  /// A pattern moved by a translation of the normaliser has the same bands and sets, and each set is the same sum of band
  /// representations on the moved positions.
  @Test(arguments: WallpaperGroup.names) func originsMayMove(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let shifts = group.normaliser().filter { $0.matrix == .identity && ($0.s1, $0.s2) != (0, 0) }
    let cell = AllGroupsTests.cell(group, seed: 9, vMax: 100, isSharp: false)
    func solve(_ cell: UnitCell) throws -> BandSolution {
      try BandSolver(
        symmetry: cell.symmetry, kset: .special(cell.symmetry), bands: 7, tolerance: 1e-3
      ).solve(cell)
    }
    func sets(_ solution: BandSolution) throws -> [BandSet] {
      if name == "p1" { return [] }
      return try BandClustering(
        solution.specialPoints, group: group,
        errors: BandErrors([solution.errorEstimate])
      ).sets()
    }
    let own = try solve(cell)
    let ownSets = try sets(own)
    for shift in shifts {
      let n = cell.pixels
      var other = cell
      for at in cell.potential.indices {
        let (i, j) = (at / n + n * shift.s1 / 12, at % n + n * shift.s2 / 12)
        other.potential[i % n * n + j % n] = cell.potential[at]
      }
      let solution = try solve(other)
      for (a, b) in zip(own.specialPoints, solution.specialPoints) {
        // Special points may change places, not their levels' sums.
        let (p, q) = (a.energies.reduce(0, +), b.energies.reduce(0, +))
        if a.label == "Gamma" { #expect(abs(p - q) < 7e-3) }
      }
      let otherSets = try sets(solution)
      #expect(otherSets.map(\.lastBand) == ownSets.map(\.lastBand))
      for (a, b) in zip(ownSets, otherSets) {
        #expect((a.verdict == .semimetal) == (b.verdict == .semimetal))
        #expect((a.verdict == .fragile) == (b.verdict == .fragile))
        guard let decomposition = a.decomposition, let fingerprint = b.fingerprint else { continue }
        let tables = TopologyTables.of(group)
        var sum = SymmetryVector(of: tables)
        for (term, count) in decomposition.terms {
          let name = try Self.moved(term, group, by: shift)
          let image = try #require(tables.representations.first { $0.name == name })
          sum = sum + count * image.fingerprint
        }
        #expect(sum == fingerprint, "\(name) moved by \(shift.s1), \(shift.s2) twelfths")
      }
    }
  }

  /// A cell by a function of its coordinates along a1 and a2.
  private static func cell(
    _ name: String, _ lattice: Lattice, vMax: Double, _ value: (Double, Double) -> Double
  ) throws -> UnitCell {
    let n = 48
    let group = try #require(WallpaperGroup.named(name))
    return UnitCell(
      symmetry: try #require(CrystalSymmetry(group: group, lattice: lattice)), vMax: vMax,
      pixels: n,
      potential: (0..<n * n).map {
        Float(value(Double($0 / n) / Double(n), Double($0 % n) / Double(n)))
      }, source: "formula")
  }

  private static func lowest(_ cell: UnitCell) throws -> (set: BandSet, solution: BandSolution) {
    let solution = try BandSolver(
      symmetry: cell.symmetry, kset: .special(cell.symmetry), bands: 6, tolerance: 5e-4
    ).solve(cell)
    let sets = try BandClustering(
      solution.specialPoints, group: cell.symmetry.group,
      errors: BandErrors([solution.errorEstimate])
    ).sets()
    return (sets[0], solution)
  }

  /// Wells on a lattice, in their own cell and in one of two or three times its area: the band of each well's lowest
  /// state is the sum of those of the wells in the larger cell, with the same energies.
  @Test(arguments: [
    ("cmm", "pmm", [(0.5, 0.5)]), ("p4m", "p4m", [(0.5, 0.5)]),
    ("p6m", "p6m", [(2.0 / 3, 2.0 / 3)]), ("p2", "p2", [(0.5, 0.0)]),
  ])
  func largerCells(name: String, larger: String, others: [(Double, Double)]) throws {
    let turn = 2 * Double.pi
    func wells(_ x1: Double, _ x2: Double) -> Double {
      let sum =
        name == "p6m"
        ? (cos(turn * x1) + cos(turn * x2) + cos(turn * (x1 + x2))) / 3
        : (cos(turn * x1) + cos(turn * x2)) / 2
          + (name == "p2" ? 0.2 * (cos(turn * (x1 + x2)) - 1) : 0)
      return 0.5 - 0.5 * sum
    }
    let small: Lattice
    let large: Lattice
    let area: Double
    // Coordinates in the small cell of those in the large one, with a1 of the large cell over that of the small one.
    let map: (Double, Double) -> (Double, Double)
    let scale: Double
    switch name {
    case "cmm":
      small = Lattice(ratio: 1, cosine: 0.28, sine: 0.96)
      // a1 - a2 and a1 + a2: 1.2 and 1.6.
      (large, area, scale) = (.rectangular(ratio: 1.6 / 1.2), 2, 1.2)
      map = { ($0 + $1, $1 - $0) }
    case "p4m":
      (small, large, area, scale) = (.square, .square, 2, (2.0).squareRoot())
      map = { ($0 - $1, $0 + $1) }
    case "p6m":
      (small, large, area, scale) = (.hexagonal, .hexagonal, 3, (3.0).squareRoot())
      map = { ($0 - $1, $0 + 2 * $1) }
    default:
      small = Lattice(ratio: 1.2, cosine: 0.28, sine: 0.96)
      large = Lattice(ratio: 0.6, cosine: 0.28, sine: 0.96)
      (area, scale) = (2, 2)
      map = { (2 * $0, $1) }
    }
    let own = try Self.lowest(Self.cell(name, small, vMax: 150, wells))
    let multiple = try Self.lowest(
      Self.cell(larger, large, vMax: 150 * scale * scale) { x1, x2 in
        let (y1, y2) = map(x1, x2)
        return wells(y1, y2)
      })
    #expect(own.set.verdict == .elementary && own.set.lastBand == 1)
    #expect(multiple.set.lastBand == Int(area))
    let group = try #require(WallpaperGroup.named(larger))
    let symbol = name == "p2" ? "even" : "A1"
    var expected = ["1a \(symbol)"]
    for (x1, x2) in others {
      let site = try #require(
        group.wyckoffPositions.first { position in
          position.kind == .point
            && position.orbit.contains {
              abs($0.coordinates.x1 - x1) < 1e-9 && abs($0.coordinates.x2 - x2) < 1e-9
            }
        })
      expected.append("\(site.name) \(symbol)")
    }
    #expect(multiple.set.decomposition?.terms.map(\.name).sorted() == expected.sorted())
    #expect(multiple.set.decomposition?.terms.allSatisfy { $0.count == 1 } == true)
    // Gamma is Gamma in either cell.
    let (a, b) = (own.solution.specialPoints[0], multiple.solution.specialPoints[0])
    #expect(abs(a.energies[0] - b.energies[0]) < 1e-3)
  }
}

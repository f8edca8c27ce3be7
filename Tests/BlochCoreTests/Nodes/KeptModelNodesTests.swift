import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Nodes and gaps of the exact solver's models.
@Suite struct KeptModelNodesTests {
  private static func search(_ cell: UnitCell, bands: Int = 5) throws -> (
    cuts: [CutNodes], model: KeptModel, special: [SpecialPointBands]
  ) {
    let kset = try AllGroupsTests.kset([.gamma])
    let solver = try BandSolver(symmetry: cell.symmetry, kset: kset, bands: bands, tolerance: 1e-4)
    let solution = try solver.solve(cell, withGradient: false, withModel: true)
    let model = try #require(solution.model)
    let cuts = try model.nodes(
      cuts: Array(1..<bands), corners: solution.specialPoints,
      errors: BandErrors(all: solution.errorEstimate))
    return (cuts, model, solution.specialPoints)
  }

  private static func cell(_ name: String, seed: UInt64) -> UnitCell {
    var cell = AllGroupsTests.cell(
      WallpaperGroup.named(name)!, seed: seed, vMax: 60, isSharp: false)
    cell.potential = cell.potential.map { 0.1 + 0.8 * $0 }
    return cell
  }

  /// Places of the zone where bands meet: free nodes, special points where a pair is split, and accidents.
  private static func meetings(_ cut: CutNodes, _ group: WallpaperGroup) -> Int {
    let special = (cut.pinned + cut.touching).reduce(0) { sum, label in
      let index = group == .p2 ? ["M": 1, "M1": 1, "M2": 1][label] : nil
      return sum + (index ?? group.points.first { $0.label == label }!.star.count)
    }
    return cut.freeNodes + special
  }

  /// A crystal is the same whether all of its symmetry is made use of or some: as many meetings of bands, and the same gaps.
  @Test(arguments: [("p4m", ["p4", "pmm", "p2"]), ("p6m", ["p6", "cmm", "p2"])])
  func subgroupsAgree(_ name: String, _ others: [String]) throws {
    var (compared, skipped) = (0, 0)
    for seed in 1...4 as ClosedRange<UInt64> {
      let cell = Self.cell(name, seed: seed)
      let all = try Self.search(cell).cuts
      for other in others {
        var part = cell
        let group = WallpaperGroup.named(other)!
        part.symmetry = try #require(CrystalSymmetry(group: group, lattice: cell.symmetry.lattice))
        for (own, found) in zip(all, try Self.search(part).cuts) {
          if own.verdict == .unresolved || found.verdict == .unresolved {
            skipped += 1
            continue
          }
          compared += 1
          #expect(own.verdict == found.verdict, "\(other) \(seed) \(own.cut)")
          #expect(
            Self.meetings(own, cell.symmetry.group) == Self.meetings(found, group),
            "\(name) \(other) \(seed) \(own) \(found)")
          if own.verdict == .gapped { #expect(abs(own.gap - found.gap) < 3e-4) }
          if let a = own.edges, let b = found.edges { #expect(abs(a.gap - b.gap) < 3e-4) }
        }
      }
    }
    #expect(compared > 40 && skipped < 4)
  }

  /// In every group: where a gap is told it is there, nodes are where bands meet, and all bands of a line of pairs do.
  @Test(arguments: WallpaperGroup.names) func whatIsToldIsThere(name: String) throws {
    let group = WallpaperGroup.named(name)!
    var resolved = 0
    for seed in 5...7 as ClosedRange<UInt64> {
      let (cuts, model, _) = try Self.search(Self.cell(name, seed: seed))
      for cut in cuts {
        func gap(_ k: KPoint) -> Double {
          let energies = model.energies(at: [k])[0]
          return energies[cut.cut] - energies[cut.cut - 1]
        }
        if cut.verdict != .unresolved { resolved += 1 }
        if cut.verdict == .gapped {
          #expect(abs(gap(cut.gapPoint) - cut.gap) < 1e-4)
          let step = 0.097
          for i in 0..<10 {
            for j in 0..<10 {
              let k = KPoint(step * Double(i), step * Double(j))
              #expect(gap(k) > cut.gap - 1e-4)
            }
          }
        }
        // Within the model's error: it is not symmetric to the last digit where its piece ends.
        for node in cut.nodes { #expect(gap(node.k) < 2e-3, "\(node)") }
        let lines = group.pairedLines.map(\.label)
        #expect(cut.lines.sorted() == (cut.cut % 2 == 1 ? lines.sorted() : []))
        if let parity = cut.expectedParity, cut.verdict != .unresolved {
          #expect(cut.nodes.count % 2 == parity)
        }
      }
    }
    #expect(resolved >= 11)
  }

  /// Time reversal: around K' of a p3 cell is the negative of what is around K, and where the cell is turned by 180 degrees
  /// the two change places.
  @Test func valleysOfATurnedCell() throws {
    let cell = Self.cell("p3", seed: 3)
    var turned = cell
    let n = cell.pixels
    for i in 0..<n {
      for j in 0..<n {
        turned.potential[i * n + j] = cell.potential[((n - i) % n) * n + (n - j) % n]
      }
    }
    let (cuts, model, special) = try Self.search(cell)
    let (_, other, otherSpecial) = try Self.search(turned)
    var largest = 0.0
    for cut in cuts where cut.verdict == .gapped {
      let bands = 1...cut.cut
      guard
        let one = model.berryFlux(
          bands: bands, corners: special, cuts: cuts, errors: BandErrors())?.valley,
        let two = other.berryFlux(
          bands: bands, corners: otherSpecial, cuts: cuts, errors: BandErrors())?.valley
      else { continue }
      #expect(abs(one + two) < 1e-3, "\(one) \(two)")
      largest = max(largest, abs(one))
    }
    #expect(largest > 0.02)
  }
}

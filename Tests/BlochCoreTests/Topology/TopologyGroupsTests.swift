import BlochCore
import Testing
import WallpaperGroups

/// Fingerprints of all groups, by enumeration.
@Suite struct TopologyGroupsTests {
  /// Group, then of one, two and three bands the numbers of sums and of fragile ones, then of those that an indicator
  /// forbids: values of an independent program (section "Counts" of the note on wallpaper groups).
  static let counts: [(String, [(atomic: Int, fragile: Int, nodal: Int)])] = [
    ("p1", [(1, 0, 0), (1, 0, 0), (1, 0, 0)]), ("p2", [(8, 0, 8), (33, 8, 40), (96, 32, 128)]),
    ("pm", [(4, 0, 0), (9, 0, 0), (16, 0, 0)]), ("pg", [(0, 0, 0), (1, 0, 0), (0, 0, 0)]),
    ("cm", [(2, 0, 0), (3, 0, 0), (4, 0, 0)]), ("pmm", [(16, 0, 0), (128, 8, 0), (688, 64, 0)]),
    ("pmg", [(0, 0, 0), (6, 0, 0), (0, 0, 0)]), ("pgg", [(0, 0, 0), (4, 0, 0), (0, 0, 0)]),
    ("cmm", [(8, 0, 0), (32, 4, 0), (96, 16, 0)]), ("p4", [(4, 0, 4), (14, 12, 22), (36, 36, 72)]),
    ("p4m", [(8, 0, 0), (42, 12, 0), (168, 72, 0)]), ("p4g", [(0, 0, 0), (5, 0, 0), (0, 0, 0)]),
    ("p3", [(3, 0, 0), (9, 3, 0), (17, 3, 0)]), ("p3m1", [(6, 0, 0), (21, 3, 0), (54, 6, 0)]),
    ("p31m", [(2, 0, 0), (5, 1, 0), (8, 2, 0)]), ("p6", [(2, 0, 2), (6, 12, 12), (12, 20, 32)]),
    ("p6m", [(4, 0, 0), (14, 12, 0), (40, 40, 0)]),
  ]

  @Test(arguments: counts.map(\.0)) func census(_ name: String) throws {
    let tables = TopologyTables.of(.named(name)!)
    for (index, expected) in Self.counts.first(where: { $0.0 == name })!.1.enumerated() {
      let bands = index + 1
      var found = (atomic: 0, fragile: 0, nodal: 0)
      for vector in Self.compatible(bands, tables) {
        let set = try BandSet(bands: 1...bands, fingerprint: vector)
        switch set.verdict {
        case .semimetal: found.nodal += 1
        case .fragile: found.fragile += 1
        default: found.atomic += 1
        }
        guard let decomposition = set.decomposition else { continue }
        let sum = zip(decomposition.coefficients, tables.representations).reduce(
          SymmetryVector(of: tables)
        ) { $0 + $1.0 * $1.1.fingerprint }
        #expect(sum == vector, "\(name) \(vector): \(decomposition.name)")
        #expect(
          (decomposition.verdict == .fragile) == decomposition.coefficients.contains { $0 < 0 })
      }
      #expect(found == expected, "\(name), \(bands) bands")
    }
  }

  /// Every representation is elementary, under its own name or that of one with the same irreps.
  @Test func representationsAreElementary() throws {
    for group in WallpaperGroup.all {
      let tables = TopologyTables.of(group)
      for representation in tables.representations {
        let decomposition = try BandDecomposition(representation.fingerprint)
        #expect(decomposition.verdict == .elementary)
        let first = tables.representations.first { $0.counts == representation.counts }!
        #expect(decomposition.name == first.name, "\(group)")
      }
    }
  }

  /// Sums of up to three representations against all ways to write them.
  @Test(arguments: ["p2", "p4", "p4m", "p4g", "p3m1", "pmg", "cmm"])
  func canonicalSumIsTheBest(_ name: String) throws {
    let tables = TopologyTables.of(.named(name)!)
    for bands in 1...3 {
      let ways = Dictionary(grouping: Self.sums(bands, tables)) { way in
        zip(way, tables.representations).reduce(SymmetryVector(of: tables)) {
          $0 + $1.0 * $1.1.fingerprint
        }
      }
      for (vector, candidates) in ways {
        func rank(_ way: [Int]) -> [Int] {
          let off = zip(way, tables.representations).reduce(0) { $0 + ($1.1.isAtOrigin ? 0 : $1.0) }
          return [off, way.reduce(0, +)] + way.map { -$0 }
        }
        let best = candidates.min { rank($0).lexicographicallyPrecedes(rank($1)) }!
        #expect(try BandDecomposition(vector).coefficients == best, "\(vector)")
      }
    }
  }

  /// Where there is no sum: adding what is subtracted makes one, and fewer kinds never do.
  @Test(arguments: ["p2", "pmm", "p4", "p4m", "p3", "p31m", "p6m"])
  func differencesAreNeeded(_ name: String) throws {
    let tables = TopologyTables.of(.named(name)!)
    for vector in Self.compatible(2, tables) where vector.isAllowed {
      let decomposition = try BandDecomposition(vector)
      guard decomposition.verdict == .fragile else { continue }
      let negative = decomposition.coefficients.map { min($0, 0) }
      let cure = zip(negative, tables.representations).reduce(vector) {
        $0 - $1.0 * $1.1.fingerprint
      }
      #expect(try BandDecomposition(cure).verdict != .fragile)
      guard negative.count(where: { $0 < 0 }) > 1 else { continue }
      for representation in tables.representations {
        for count in 1...4 {
          let one = vector + count * representation.fingerprint
          #expect(try BandDecomposition(one).verdict == .fragile)
        }
      }
    }
  }

  /// Charges are those of the Wannier centres, and of sums the sums.
  @Test func chargesOfRepresentations() {
    for group in WallpaperGroup.all where group.rotationOrder > 1 {
      let tables = TopologyTables.of(group)
      let first = group.wyckoffPositions[0]
      let order = first.siteGroup.rotations
      for (own, representation) in zip(
        group.bandRepresentations, tables.representations)
      {
        let electrons = own.position == 0 ? own.dimension : 0
        let ions = Double(own.bands) / Double(first.multiplicity)
        let expected = (Double(electrons) - ions) / Double(order)
        let found = representation.fingerprint.cornerCharge!
        #expect(abs(found - (expected - expected.rounded(.down))) < 1e-12, "\(group) \(own.name)")
      }
    }
  }

  /// With two bands the Euler number modulo 2 is w2, and a sum of two functions at one point, which can be trivial,
  /// allows 0.
  @Test(arguments: ["p2", "p4", "p6"]) func eulerNumbersReduceToW2(_ name: String) throws {
    let tables = TopologyTables.of(.named(name)!)
    var seen = 0
    for vector in Self.compatible(2, tables) where vector.isAllowed {
      for number in vector.eulerNumbers {
        #expect(number % 2 == vector.w2, "\(vector): \(number)")
        seen += 1
      }
      if try BandDecomposition(vector).verdict != .fragile, !vector.eulerNumbers.isEmpty {
        #expect(vector.eulerNumbers.contains(0), "\(vector)")
      }
    }
    #expect(seen > 0)
  }

  /// A set of one band with the indicator of nodes is a semimetal; without time reversal it is stable.
  @Test func indicatorsDecide() throws {
    let nodal = SymmetryVector([1, 0, 1, 0, 1, 0, 0, 1], of: .of(.p2))!
    #expect(try BandSet(bands: 1...1, fingerprint: nodal).verdict == .semimetal)
    #expect(nodal.indicators == [1] && nodal.cornerCharge == nil && nodal.dipole == nil)
    let chern = SymmetryVector([1, 0, 1, 0, 1, 0, 0, 1], of: .of(.p2, timeReversal: false))!
    #expect(try BandSet(bands: 1...1, fingerprint: chern).verdict == .stable)
    // Bands that a mirror line forbids.
    let torn = SymmetryVector([1, 0, 1, 0, 0, 1, 1, 0], of: .of(.pm))!
    #expect(throws: TopologyError.notAllowed(torn)) { try BandSet(bands: 1...1, fingerprint: torn) }
  }

  /// Bands of p1 and points that are missing.
  @Test func whatCannotBeClassified() {
    let gamma = SpecialPointBands(label: "Gamma", k: .gamma, energies: [0], irreps: [.unknown])
    #expect(throws: TopologyError.noIrreps(group: "p1")) { try BandClustering([gamma], group: .p1) }
    #expect(throws: TopologyError.missingPoint("Gamma", group: "p4")) {
      try BandClustering([gamma], group: .p4)
    }
  }

  /// A search that would take too long is given up: the set stays undetermined.
  @Test func largeSetsAreUndetermined() throws {
    let tables = TopologyTables.of(.pmm)
    let all = tables.representations.reduce(SymmetryVector(of: tables)) { $0 + 20 * $1.fingerprint }
    let set = try BandSet(bands: 1...all.bands, fingerprint: all)
    #expect(set.verdict == .undetermined && set.lastBand == all.bands)
  }

  static func compatible(_ bands: Int, _ tables: TopologyTables) -> [SymmetryVector] {
    var found: [[Int]] = [[]]
    for point in tables.symmetry.points.indices {
      let entries = tables.symmetry.entries(at: point).map { tables.symmetry.entries[$0].bands }
      found = found.flatMap { head in partitions(bands, entries).map { head + $0 } }
      guard let known = found.first?.count else { return [] }
      let closed = tables.symmetry.relations.map(\.row).filter {
        $0.dropFirst(known).allSatisfy { $0 == 0 }
      }
      found.removeAll { vector in
        closed.contains { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } != 0 }
      }
    }
    return found.map { SymmetryVector($0, of: tables)! }.filter(\.isCompatible)
  }

  static func sums(_ bands: Int, _ tables: TopologyTables) -> [[Int]] {
    partitions(bands, tables.representations.map(\.bands))
  }

  /// All ways to make n of parts of these sizes.
  static func partitions(_ n: Int, _ sizes: [Int]) -> [[Int]] {
    guard let first = sizes.first else { return n == 0 ? [[]] : [] }
    return (0...(n / first)).flatMap { count in
      partitions(n - count * first, Array(sizes.dropFirst())).map { [count] + $0 }
    }
  }
}

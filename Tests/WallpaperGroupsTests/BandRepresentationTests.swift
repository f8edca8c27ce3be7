import Testing
import WallpaperGroups

/// Wyckoff positions and induced representations, against the values of an independent program and Frobenius.
@Suite struct BandRepresentationTests {
  static let cases = GroupValues.all.flatMap { values in [true, false].map { (values, $0) } }

  @Test func positionsAreThoseOfTheValues() {
    for values in GroupValues.all {
      let positions = WallpaperGroup.named(values.name)!.wyckoffPositions
      #expect(positions.map(\.letter) == values.wyckoff.map(\.letter), "\(values.name)")
      for (position, value) in zip(positions, values.wyckoff) {
        let name = "\(values.name) \(position.name)"
        #expect(position.kind.rawValue == value.kind, "\(name)")
        #expect(position.multiplicity == value.multiplicity, "\(name)")
        #expect(
          position.orbit.map { [$0.n1, $0.n2] }
            == value.orbit.map { GroupValues.fractions($0, over: 60) }, "\(name)")
        #expect(
          position.siteGroup.operations == value.siteGroup.map(GroupValues.operation), "\(name)")
        #expect(position.irreps.map(\.symbol) == value.irreps.map(\.symbol), "\(name)")
        for (irrep, expected) in zip(position.irreps, value.irreps) {
          #expect(isClose(irrep.characters, expected.complexCharacters), "\(name)")
          let orbital = irrep.orbital(of: position.siteGroup)
          // A mirror alone tells p from s; the values have no prime there.
          #expect(
            orbital == expected.orbital
              || orbital == expected.orbital! + "'"
                && position.siteGroup.operations.count == 2,
            "\(name) \(irrep.symbol)")
        }
        for (carrier, member) in zip(position.carriers, position.orbit) {
          #expect(position.orbit[0].moved(by: carrier) == member)
        }
      }
    }
  }

  @Test(arguments: [true, false]) func representationsAreThoseOfTheValues(reversal: Bool) {
    for values in GroupValues.all {
      let group = WallpaperGroup.named(values.name)!
      let tables = group.tables(timeReversal: reversal)
      let expected = values.tables(reversal)
      #expect(
        tables.bandRepresentations.map(\.vector)
          == expected.representations.map { GroupValues.vector($0.vector) }, "\(group)")
      for (found, value) in zip(tables.bandRepresentations, expected.representations) {
        let name = "\(group) \(found.name), time reversal \(reversal)"
        #expect(found.symbol == value.symbol, "\(name)")
        #expect(group.wyckoffPositions[found.position].letter == value.site)
        #expect(found.bands == value.bands && tables.bands(found.vector) == value.bands)
        #expect(found.isDecomposable == value.decomposable, "\(name)")
        #expect(
          found.isDecomposableWithTrivialIndicators == value.decomposableWithoutIndicator, "\(name)"
        )
      }
      #expect(
        tables.representationRelations
          == IntegerLattice.hermiteBasis(expected.relations.map(GroupValues.vector)), "\(group)")
    }
  }

  /// Frobenius: a site irrep induces an irrep at Gamma as often as that irrep, restricted to the site group, has it.
  @Test func inductionIsReciprocalToRestriction() {
    for group in WallpaperGroup.all {
      let tables = group.tables(timeReversal: false)
      let gamma = tables.points[0]
      for representation in tables.bandRepresentations {
        let position = group.wyckoffPositions[representation.position]
        for (index, irrep) in gamma.irreps.enumerated() {
          let restricted = position.siteGroup.operations.map { gamma.group.character(irrep, $0) }
          let site = position.irreps[representation.siteIrreps[0]]
          #expect(
            position.siteGroup.multiplicity(of: site, in: restricted)
              == representation.vector[index],
            "\(group) \(representation.name) \(irrep.symbol)")
        }
      }
    }
  }

  /// Every band representation of the subgroup without mirrors is one with mirrors restricted, point by point: irreps'
  /// dimensions at every point are the number of bands.
  @Test(arguments: [true, false]) func bandNumbersAgreeAtAllPoints(reversal: Bool) {
    for group in WallpaperGroup.all {
      let tables = group.tables(timeReversal: reversal)
      for representation in tables.bandRepresentations {
        #expect(tables.isCompatible(representation.vector), "\(group) \(representation.name)")
        for point in tables.points.indices {
          let bands = tables.entries(at: point).reduce(0) {
            $0 + tables.entries[$1].bands * representation.vector[$1]
          }
          #expect(bands == representation.bands)
        }
      }
    }
  }

  /// Functions on every point of a position, in all irreps as often as they have dimensions, are the regular
  /// representation: the same for all positions with the same number of functions.
  @Test func regularRepresentationsAreEqual() {
    for group in WallpaperGroup.all {
      let tables = group.tables(timeReversal: false)
      let sums = group.wyckoffPositions.indices.map { index in
        let position = group.wyckoffPositions[index]
        let own = tables.bandRepresentations.filter { $0.position == index }
        return own.reduce([Int](repeating: 0, count: tables.entries.count)) { sum, next in
          zip(sum, next.vector).map {
            $0 + $1 * position.irreps[next.siteIrreps[0]].dimension
          }
        }
      }
      for sum in sums { #expect(sum == sums[0], "\(group)") }
    }
  }

  @Test func recordSymbolsAreThoseOfOldStreams() {
    #expect(
      WallpaperGroup.p6.tables(timeReversal: true).recordSymbols
        == ["s", "p", "d", "f", "0", "1", "+", "-"])
    #expect(
      WallpaperGroup.p2.tables(timeReversal: true).recordSymbols
        == ["+", "-", "+", "-", "+", "-", "+", "-"])
    #expect(
      WallpaperGroup.p4.tables(timeReversal: true).recordSymbols
        == ["A", "E", "B", "A", "B", "A", "E", "B"])
  }
}

import Testing
import WallpaperGroups

/// Relations, indicators, and the rules that follow, against the values of an independent program and closed forms.
@Suite struct CompatibilityTests {
  @Test(arguments: [true, false]) func latticesAreThoseOfTheValues(reversal: Bool) {
    for values in GroupValues.all {
      let tables = WallpaperGroup.named(values.name)!.tables(timeReversal: reversal)
      let expected = values.tables(reversal)
      let name = "\(values.name), time reversal \(reversal)"
      #expect(
        tables.relations.map(\.row) == expected.compatibility.map(GroupValues.vector), "\(name)")
      #expect(tables.indicators.compatible == expected.bands.map(GroupValues.vector), "\(name)")
      #expect(tables.indicators.atomic == expected.atomic.map(GroupValues.vector), "\(name)")
      #expect(tables.indicators.atomic.count == expected.rank)
      #expect(tables.indicators.group == expected.indicator, "\(name)")
    }
  }

  /// {BS} is saturated, so X is the torsion of Z^n/{AI}, which needs no relations at all.
  @Test(arguments: [true, false]) func indicatorsAreTheTorsionOfTheAtomicLattice(reversal: Bool) {
    for group in WallpaperGroup.all {
      let tables = group.tables(timeReversal: reversal)
      let smith = SmithForm(
        tables.bandRepresentations.map(\.vector), columns: tables.entries.count)
      #expect(smith.divisors.filter { $0 > 1 } == tables.indicators.group, "\(group)")
      for form in tables.indicators.forms {
        for representation in tables.bandRepresentations {
          #expect(form(representation.vector) == 0)
        }
        let values = Set(
          tables.indicators.compatible.flatMap { row in
            (0..<form.modulus).map { factor in form(row.map { $0 * factor }) }
          })
        #expect(values == Set(0..<form.modulus), "\(group)")
      }
    }
  }

  @Test(arguments: [true, false]) func chernNumbersFollowFromRotations(reversal: Bool) {
    for values in GroupValues.all {
      let tables = WallpaperGroup.named(values.name)!.tables(timeReversal: reversal)
      let form = tables.rotationForm
      let expected = values.tables(reversal).rotationForm
      #expect(form?.modulus == expected?.modulus, "\(values.name)")
      #expect(form?.coefficients == expected?.coefficients, "\(values.name)")
      guard let form else { continue }
      let images = Set(tables.indicators.compatible.map { form($0) })
      // Nothing but multiples of n on {AI}; on {BS} everything without mirrors, nothing with them.
      for representation in tables.bandRepresentations { #expect(form(representation.vector) == 0) }
      if tables.group.hasMirror { #expect(images == [0], "\(values.name)") }
      if !tables.group.hasMirror && !reversal { #expect(images != [0]) }
    }
  }

  @Test func nodesFollowFromIrreps() throws {
    let p2 = try #require(WallpaperGroup.p2.tables(timeReversal: true).nodeRule)
    #expect(p2.form.coefficients == [0, 1, 0, 1, 0, 1, 0, 1] && p2.orbit == 2)
    let p4 = try #require(WallpaperGroup.p4.tables(timeReversal: true).nodeRule)
    #expect(p4.form.coefficients == [0, 0, 1, 0, 1, 0, 0, 1] && p4.orbit == 4)
    // A cut E pair is a quadratic touching of either sign.
    #expect(p4.corrections == [0, nil, 0, 0, 0, 0, nil, 0])
    #expect(p4.parity([1, 0, 0, 1, 0, 1, 0, 0], split: [1]) == nil)
    // sextets + delta_K + delta_d = n_f + n_-; a cut p pair changes nothing.
    let p6 = try #require(WallpaperGroup.p6.tables(timeReversal: true).nodeRule)
    #expect(p6.form.coefficients == [0, 0, 0, 1, 0, 0, 0, 1] && p6.orbit == 6)
    #expect(p6.corrections == [0, 0, 1, 0, 0, 1, 0, 0])
    #expect(p6.parity([1, 0, 0, 1, 0, 1, 1, 1]) == 0)
    #expect(p6.parity([1, 0, 0, 0, 1, 0, 1, 0], split: [5]) == 1)
    for values in GroupValues.all {
      let rule = WallpaperGroup.named(values.name)!.tables(timeReversal: true).nodeRule
      #expect(rule?.orbit == values.nodes?.orbit, "\(values.name)")
      #expect(rule?.form.coefficients == values.nodes?.form, "\(values.name)")
    }
  }

  @Test func pairedLinesAreThoseOfTheValues() {
    for values in GroupValues.all {
      let lines = WallpaperGroup.named(values.name)!.pairedLines.map(\.label)
      #expect(Set(lines) == Set(values.pairedLines) && lines.count == values.pairedLines.count)
    }
  }

  /// Dipoles and corner charges of band representations are what their functions say, whatever linear combination of them
  /// the fingerprint is.
  @Test(arguments: [true, false]) func wannierFormsGiveCentresAndCharges(reversal: Bool) throws {
    for values in GroupValues.all {
      let group = WallpaperGroup.named(values.name)!
      let tables = group.tables(timeReversal: reversal)
      let expected = values.tables(reversal)
      #expect((tables.dipole == nil) == (expected.dipole == nil), "\(group)")
      let charges = tables.cornerCharges
      #expect(
        charges.map { group.wyckoffPositions[$0.position].letter } == expected.charges.map(\.site))
      for representation in tables.bandRepresentations {
        let vector = representation.vector
        if let (first, second) = tables.dipole {
          let sites = group.wyckoffPositions[representation.position].orbit
          for (form, coordinate) in [(first, \WyckoffPosition.Site.n1), (second, \.n2)] {
            let sum = sites.reduce(0) { $0 + representation.dimension * $1[keyPath: coordinate] }
            let (numerator, denominator) = form(vector)
            #expect((numerator * 60 - sum * denominator) % (60 * denominator) == 0)
          }
          for (form, text) in zip([first, second], expected.dipole!) {
            #expect(isSame(form, text, vector))
          }
        }
        for (charge, value) in zip(charges, expected.charges) {
          #expect(charge.order == value.order)
          let electrons = charge.position == representation.position ? representation.dimension : 0
          let (numerator, denominator) = charge.form(vector)
          #expect(
            (numerator * charge.order - electrons * denominator) % (charge.order * denominator)
              == 0)
          #expect(isSame(charge.form, value.form, vector))
        }
      }
    }
  }

  /// Whether a form has the value of the file's, which has other coefficients where {AI} leaves a choice.
  private func isSame(_ form: WannierForm, _ text: String, _ vector: [Int]) -> Bool {
    let (numerator, denominator) = form(vector)
    let other = IntegerLattice.dot(GroupValues.fractions(text, over: 720), vector)
    return (720 * numerator - other * denominator) % (720 * denominator) == 0
  }

  /// Counts of compatible fingerprints, of those with trivial indicators, of sums of band representations, and of the
  /// rest.
  @Test(arguments: [true, false]) func fingerprintsAreAsManyAsTheValuesSay(reversal: Bool) {
    for values in GroupValues.all {
      let tables = WallpaperGroup.named(values.name)!.tables(timeReversal: reversal)
      var atomic: [Set<[Int]>] = [[[Int](repeating: 0, count: tables.entries.count)]]
      for row in values.tables(reversal).counts where row[0] <= 3 {
        let n = row[0]
        let compatible = Fingerprints.compatible(n, tables)
        let trivial = compatible.filter { tables.indicators.values(of: $0).allSatisfy { $0 == 0 } }
        var sums: Set<[Int]> = []
        for representation in tables.bandRepresentations where representation.bands <= n {
          for smaller in atomic[n - representation.bands] {
            sums.insert(zip(smaller, representation.vector).map(+))
          }
        }
        atomic.append(sums)
        #expect(
          [n, compatible.count, trivial.count, sums.count, trivial.count - sums.count] == row,
          "\(values.name), time reversal \(reversal)")
        #expect(sums.isSubset(of: Set(trivial)))
      }
    }
  }

  @Test func oddNumbersOfTwofoldStatesAreCounted() {
    for values in GroupValues.all {
      let tables = WallpaperGroup.named(values.name)!.tables(timeReversal: true)
      let found = tables.twofoldParities
      #expect(found.map { tables.points[$0.point].label } == values.parities.map(\.point))
      #expect(found.map(\.weight) == values.parities.map(\.weight), "\(values.name)")
      #expect(found.map(\.odd) == values.parities.map { GroupValues.vector($0.odd) })
    }
  }
}

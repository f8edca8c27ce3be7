import BlochCore
import Testing

@Suite struct TopologyFingerprintTests {
  @Test func representationsObeyTheRules() {
    for representation in P6.bandRepresentations {
      let n = representation.fingerprint
      #expect(n.isAllowed, "\(representation.name)")
      #expect(n.bandCounts.gamma == n.bandCounts.k && n.bandCounts.k == n.bandCounts.m)
    }
  }

  @Test func relationsAddUpToNothing() {
    for relation in P6.relations {
      #expect(fingerprint(of: (0..<8).map { relation[$0] }) == SymmetryFingerprint())
    }
  }

  @Test func ruleRejectsWhatBandsCannotDo() {
    #expect(!SymmetryFingerprint(s: 1, zero: 1, minus: 1).isAllowed)  // C2 theorem
    #expect(!SymmetryFingerprint(s: 1, zero: 1, plus: 2).isAllowed)  // two bands at M
    #expect(!SymmetryFingerprint(s: 2, one: 1, plus: 1).isAllowed)
    let difference = SymmetryFingerprint(s: 2, p: -1, zero: 2, one: -1, plus: 2, minus: -2)
    #expect(!difference.isAllowed && difference.isInLattice)
  }

  @Test func arraysRoundTrip() {
    let n = SymmetryFingerprint(s: 1, p: 2, d: 3, f: 4, zero: 5, one: 6, plus: 7, minus: 8)
    #expect(n.array == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(SymmetryFingerprint(n.array) == n)
    #expect(SymmetryFingerprint([1, 2, 3]) == nil)
    #expect(n.description == "1,2,3,4/5,6/7,8")
    #expect(n[.p] == 2 && n[.one] == 6 && n[.minus] == 8 && n[.unknown] == 0)
  }

  /// w2 is the Euler number modulo 2.
  @Test func eulerNumberReducesToW2() {
    for n in allowedFingerprints(bandCount: 2) {
      #expect(!n.eulerNumbers.isEmpty)
      for e in n.eulerNumbers {
        #expect((0...3).contains(e) && e % 2 == n.w2, "\(n): \(e)")
      }
    }
    #expect(P6.bandRepresentations[6].fingerprint.eulerNumbers.isEmpty)
  }

  /// Bands of Wannier functions on one site can be trivial: 0 is among the Euler numbers of each
  /// two-band sum of representations.
  @Test func sumsMayHaveNoEulerNumber() {
    let sums = sumsOfRepresentations(bandCount: 2)
    #expect(sums.count == 6)
    for sum in sums { #expect(fingerprint(of: sum).eulerNumbers.contains(0)) }
    #expect(P6.bandRepresentations[1].fingerprint.eulerNumbers == [0, 2])
    #expect(P6.bandRepresentations[4].fingerprint.eulerNumbers == [0])
    #expect(SymmetryFingerprint(p: 1, zero: 2, plus: 2).eulerNumbers == [1])
    #expect(SymmetryFingerprint(f: 2, zero: 2, plus: 2).eulerNumbers == [3])
  }

  /// Only the 3c representations have w2 = 1: their functions sit on the edges of the cell.
  @Test func w2OfRepresentations() {
    #expect(P6.bandRepresentations.map(\.fingerprint.w2) == [0, 0, 0, 0, 0, 0, 1, 1])
  }

  /// Functions at the cell's centre leave no charge in its corners; 2b and 3c do.
  @Test func cornerChargeOfRepresentations() {
    let charges = P6.bandRepresentations.map(\.fingerprint.cornerChargeTwelfths)
    #expect(charges == [0, 0, 0, 0, 8, 4, 6, 6])
    #expect(P6.bandRepresentations[6].fingerprint.cornerCharge == 0.5)
  }

  /// Charge and w2 of stacked sets add, for all pairs of allowed fingerprints up to three bands.
  @Test func invariantsAdd() {
    let all = (1...3).flatMap(allowedFingerprints)
    for a in all {
      for b in all {
        let sum = a + b
        #expect(sum.isAllowed && sum - a == b)
        let charge = a.cornerChargeTwelfths + b.cornerChargeTwelfths
        #expect(sum.cornerChargeTwelfths == charge % 12)
        #expect(sum.w2! == (a.w2! + b.w2!) % 2)
      }
    }
  }
}

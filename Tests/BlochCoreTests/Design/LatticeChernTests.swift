import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Lattice models of other groups and without time reversal against closed forms.
@Suite struct LatticeChernTests {
  private func sets(_ model: LatticeModel) throws -> (cut: LatticeCut, sets: [BandSet]) {
    let corners = try model.specialPoints()
    let found = try model.gaps([1], corners: corners)[0]
    var connectivity = Connectivity(cuts: [1: found.verdict])
    if let chern = found.chern { connectivity.cherns = [1: chern, model.sites.count: 0] }
    let clustering = try BandClustering(
      corners, group: model.symmetry.group, timeReversal: model.timeReversal,
      errors: BandErrors(isComplete: true))
    return (found, try clustering.sets(connectivity: connectivity, by: .both))
  }

  /// Haldane, PRL 61, 2015 (1988): |C| = 1 where |M| < 3 sqrt(3) |t2 sin phi|, the sign that of sin phi; the gap at K is
  /// 2 |M -+ 3 sqrt(3) t2 sin phi|.
  @Test(arguments: [
    (30.0, 0.0), (90, 0), (-90, 0), (150, 0), (90, 0.3), (90, 0.5), (90, 0.55), (90, -0.7),
    (-60, 0.4), (20, 0.2),
  ])
  func haldane(phi: Double, m: Double) throws {
    let t2 = 0.1
    let model = try LatticeModel(named: "haldane", ["j2": t2, "phi": phi, "m": m])
    #expect(!model.timeReversal && model.symmetry.group.name == (m == 0 ? "p6" : "p3"))
    let critical = 3 * (3.0).squareRoot() * t2 * sin(phi * Double.pi / 180)
    let (cut, sets) = try sets(model)
    #expect(cut.verdict == .gapped)
    let expected = 2 * abs(abs(m) - abs(critical))
    #expect(cut.gap <= expected + 1e-9 && cut.gap > expected - cut.gapError - 1e-9)
    let chern = try #require(cut.chern)
    #expect(abs(chern) == (abs(m) < abs(critical) ? 1 : 0))
    if chern != 0 { #expect((chern > 0) == (critical > 0)) }
    // By irreps: modulo 6 or 3.
    #expect(sets.count == 2 && sets[0].chern == chern && sets[1].chern == -chern)
    let form = try #require(sets[0].fingerprint?.tables.symmetry.rotationForm)
    #expect(form(sets[0].fingerprint!.counts) == (chern + form.modulus) % form.modulus)
    #expect(sets[0].verdict == (chern != 0 ? .stable : .elementary))
  }

  /// Without phi and M it is graphene: time reversal, and Dirac points at K.
  @Test func haldaneOfRealHoppingsIsGraphene() throws {
    let model = try LatticeModel(named: "haldane", ["phi": 0])
    #expect(model.timeReversal)
    let graphene = try LatticeModel(named: "graphene", ["j2": 0.1])
    for (a, b) in zip(try model.specialPoints(), try graphene.specialPoints()) {
      #expect(zip(a.energies, b.energies).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(a.irreps == b.irreps)
    }
    let cut = try model.gaps([1], corners: try model.specialPoints())[0]
    #expect(cut.verdict == .nodes && cut.pinned == ["K"] && cut.gap == 0)
  }

  /// A charge in the corner of a quarter of an electron where the strong bonds are between cells.
  @Test(arguments: [0.6, -0.6]) func squareSSH(dj: Double) throws {
    let model = try LatticeModel(named: "ssh2d", ["dj": dj])
    #expect(model.symmetry.group.name == "p4m")
    let (cut, sets) = try sets(model)
    #expect(cut.verdict == .gapped && cut.chern == 0)
    // Bands -t(k1) - t(k2), t = |j + j' exp(ik)|: the lowest ends at -(j + j') + |j' - j| of the next.
    #expect(abs(cut.edges!.top - -2 * abs(dj)) < 1e-2)
    let charge = try #require(sets[0].fingerprint?.cornerCharge)
    #expect(sets[0].decomposition?.name == (dj > 0 ? "1b A1" : "1a A1"))
    // Minus a quarter: what a corner of a sample about 1a lacks.
    #expect(abs(charge - (dj > 0 ? 0.75 : 0)) < 1e-12)
  }

  /// Breathing kagome: one band, centred on the small triangles.
  @Test(arguments: [0.8, -0.8]) func breathingKagome(dj: Double) throws {
    let model = try LatticeModel(named: "kagome", ["dj": dj])
    #expect(model.symmetry.group.name == "p3m1")
    let (cut, sets) = try sets(model)
    #expect(cut.verdict == .gapped)
    let place = dj > 0 ? 40 : 20
    let centre = try #require(
      model.symmetry.group.wyckoffPositions.first {
        $0.kind == .point && $0.orbit.contains { ($0.n1, $0.n2) == (place, place) }
      })
    #expect(sets[0].decomposition?.name == "\(centre.name) A1")
  }

  /// The proof's bound is below the true minimum, and close to it.
  @Test func gapsAreProved() throws {
    let model = try LatticeModel(named: "haldane", ["j2": 0.05, "phi": 70, "m": 0.1])
    let cut = try model.gaps([1], corners: try model.specialPoints())[0]
    var least = Double.infinity
    for i in 0..<240 {
      for j in 0..<240 {
        let e = try model.bands(at: KPoint(Double(i) / 240, Double(j) / 240))
        least = min(least, e[1] - e[0])
      }
    }
    #expect(cut.gap <= least + 1e-12 && cut.gap - cut.gapError <= least)
    #expect(cut.gapError < 0.02)
  }
}

import BlochCore
import Testing
import WallpaperGroups

/// Closed forms: lattice models whose Wannier centres, and so corner charges, are known.
@Suite struct TopologyModelTests {
  static func sets(_ model: SiteModel) throws -> [BandSet] {
    try BandClustering(
      model.bands(), group: model.group, errors: BandErrors(all: 1e-9, isComplete: true)
    ).sets()
  }

  /// Four sites around the centre of a square cell, hopping inside the cell and between cells: the two-dimensional SSH
  /// model. F. Liu and K. Wakabayashi, Phys. Rev. Lett. 118, 076803 (2017).
  static func square(_ group: WallpaperGroup, inside: Double, between: Double) -> SiteModel {
    var model = SiteModel(group, sites: [.init(15, 15)])
    model.join(.init(15, 15), .init(-15, 15), inside)
    model.join(.init(15, 15), .init(45, 15), between)
    return model
  }

  @Test(arguments: [("p4m", "A1"), ("p4", "A")])
  func squareSSH(_ name: String, _ irrep: String) throws {
    let group = WallpaperGroup.named(name)!
    let trivial = try Self.sets(Self.square(group, inside: -1, between: -0.3))[0]
    #expect(trivial.lastBand == 1 && trivial.decomposition?.name == "1a \(irrep)")
    #expect(trivial.fingerprint?.cornerCharge == 0)
    #expect(try #require(trivial.fingerprint?.dipole) == (0, 0))
    let obstructed = try Self.sets(Self.square(group, inside: -0.3, between: -1))[0]
    #expect(obstructed.lastBand == 1 && obstructed.decomposition?.name == "1b \(irrep)")
    #expect(obstructed.verdict == .elementary)
    // -1/4: the ion at 1a has four corners, the electron at 1b none of them.
    #expect(obstructed.fingerprint?.cornerCharge == 0.75)
    #expect(try #require(obstructed.fingerprint?.dipole) == (0.5, 0.5))
    // Two Wannier functions on 1b and one on 1a.
    let both = obstructed.fingerprint! + obstructed.fingerprint! + trivial.fingerprint!
    #expect(try BandDecomposition(both).verdict == .obstructedAtomic)
    #expect(both.cornerCharge == 0.5)
  }

  /// Half of the bands of a p4 crystal without mirrors whose Wannier functions are s and d at the corner: dipole 0, a
  /// charge of one half in each corner, as a quadrupole has.
  @Test func quadrupoleLikeCharge() throws {
    let tables = TopologyTables.of(.p4)
    func vector(_ name: String) -> SymmetryVector {
      tables.representations.first { $0.name == name }!.fingerprint
    }
    let pair = vector("1b A") + vector("1b B")
    #expect(try #require(pair.dipole) == (0, 0))
    #expect(pair.cornerCharge == 0.5)
    #expect(try BandDecomposition(pair).verdict == .obstructedAtomic)
    #expect(try BandDecomposition(pair).name == "1b A + 1b B")
    // All three of 1b are all three of 1a: not obstructed.
    let all = pair + vector("1b E")
    #expect(try BandDecomposition(all).name == "1a A + 1a E + 1a B")
    #expect(try BandDecomposition(all).verdict == .composite && all.cornerCharge == 0)
  }

  /// Three sites around 1a, closer to it or further away: breathing kagome.
  /// M. Ezawa, Phys. Rev. Lett. 120, 026801 (2018).
  @Test(arguments: [("p3m1", "A1"), ("p3", "A")])
  func breathingKagome(_ name: String, _ irrep: String) throws {
    let group = WallpaperGroup.named(name)!
    // A third of the way from 1a to the corner between three of them, on a mirror line of p3m1.
    let site = SiteModel.Site(12, 12)
    for (inside, between, position, charge) in [(-1.0, -0.2, "1a", 0.0), (-0.2, -1.0, "", 2.0 / 3)]
    {
      var model = SiteModel(group, sites: [site])
      #expect(model.sites.count == 3)
      let turned = site.moved(by: group.operations[1])
      model.join(site, turned, inside)
      model.join(site, .init(turned.n1 + 60, turned.n2), between)
      let set = try Self.sets(model)[0]
      let decomposition = try #require(set.decomposition?.name)
      #expect(set.lastBand == 1 && set.verdict == .elementary)
      #expect(decomposition.hasSuffix(irrep))
      #expect(decomposition.hasPrefix("1a") == (position == "1a"), "\(decomposition)")
      #expect(abs(set.fingerprint!.cornerCharge! - charge) < 1e-15, "\(decomposition)")
    }
  }

  /// The order of bands within a degenerate level says nothing.
  @Test(arguments: ["p4m", "p3m1", "pmm", "p4g", "p6m"]) func orderWithinLevels(_ name: String)
    throws
  {
    let group = WallpaperGroup.named(name)!
    var model = SiteModel(group, sites: [.init(15, 15), .init(0, 0), .init(30, 0)])
    for (index, site) in model.sites.enumerated() {
      model.join(model.sites[0], site, -1 - 0.1 * Double(index))
    }
    var points = try model.bands()
    let sets = try BandClustering(points, group: group, errors: BandErrors(isComplete: true)).sets()
    for at in points.indices {
      var first = 0
      let energies = points[at].energies
      while first < energies.count {
        let end = energies.lastIndex(of: energies[first])! + 1
        points[at].irreps[first..<end].reverse()
        first = end
      }
    }
    let again = try BandClustering(points, group: group, errors: BandErrors(isComplete: true))
      .sets()
    #expect(again == sets)
    #expect(sets.last?.lastBand == model.sites.count)
  }
}

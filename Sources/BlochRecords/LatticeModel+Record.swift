import BlochCore
import RecordStream
import WallpaperGroups

extension PBLatticeModel {
  /// The block of a model.
  public init(_ model: LatticeModel) {
    self.init()
    group = model.symmetry.group.name
    lattice.ratio = model.symmetry.lattice.ratio
    lattice.angle = model.symmetry.lattice.degrees
    x1 = model.sites.map(\.x1)
    x2 = model.sites.map(\.x2)
    energies = model.sites.map(\.energy)
    from = model.hoppings.map { UInt32($0.from) }
    to = model.hoppings.map { UInt32($0.to) }
    n1 = model.hoppings.map { Int32($0.n1) }
    n2 = model.hoppings.map { Int32($0.n2) }
    t = model.hoppings.map(\.t)
    if !model.timeReversal { imaginary = model.hoppings.map(\.imaginary) }
  }

  /// - Throws: `StreamError` (bad data) where the numbers make no model of the group.
  func model() throws -> LatticeModel {
    let hops = from.count
    guard x1.count == energies.count, x2.count == energies.count, to.count == hops,
      n1.count == hops, n2.count == hops, t.count == hops,
      imaginary.isEmpty || imaginary.count == hops, hops <= 1 << 16
    else { throw Self.fault("numbers that do not belong together") }
    do {
      return try LatticeModel(
        symmetry: CrystalSymmetry(group: group, ratio: lattice.ratio, degrees: lattice.angle),
        sites: energies.indices.map { .init(x1[$0], x2[$0], energy: energies[$0]) },
        hoppings: t.indices.map {
          .init(
            Int(from[$0]), Int(to[$0]), Int(n1[$0]), Int(n2[$0]), t: t[$0],
            imaginary: imaginary.isEmpty ? 0 : imaginary[$0])
        })
    } catch { throw Self.fault("\(error)") }
  }

  private static func fault(_ what: String) -> StreamError {
    StreamError(.badData, "lattice_model: \(what); make the record again with invdesign target")
  }
}

extension PBConnectivity {
  /// The block for the gaps of a lattice model.
  public init(_ cuts: [LatticeCut]) {
    self.init()
    model = "lattice"
    method = "branch and bound"
    self.cuts = cuts.map { found in
      var cut = PBCut()
      cut.below = UInt32(found.cut)
      cut.verdict = PBCutVerdict(rawValue: found.verdict.rawValue) ?? .cutUnspecified
      cut.pinned = found.pinned
      cut.gap = found.gap
      cut.gapK = [found.gapPoint.x1, found.gapPoint.x2]
      if let edges = found.edges {
        cut.completeGap = min(edges.gap, found.gap)
        cut.lowerK = [edges.topPoint.x1, edges.topPoint.x2]
        cut.upperK = [edges.bottomPoint.x1, edges.bottomPoint.x2]
        cut.gapError = found.gapError
      }
      if let chern = found.chern { cut.chern = Int32(chern) }
      return cut
    }
  }
}

extension PBRecord {
  /// The symmetry of the record's geometry or lattice model; p6 where there is neither, as in old records.
  /// - Throws: `StreamError` (bad data).
  public func crystalSymmetry() throws -> CrystalSymmetry {
    if hasGeometry { return try geometry.crystalSymmetry() }
    return hasLatticeModel ? try latticeModel.model().symmetry : .c6
  }

  /// - Throws: `StreamError` (bad data).
  public func checkedLatticeModel() throws -> LatticeModel { try latticeModel.model() }
}

import BlochCore
import RecordStream
import WallpaperGroups

/// What a record says, checked where it enters: shapes, counts, ranges, and that blocks are of the same bands. Tools
/// see these values, never the arrays of the message: the kernels behind them check nothing.
extension PBRecord {
  /// The record's unit cell.
  /// - Throws: `StreamError` (bad data) when there is none, or it makes no sense.
  public func unitCell() throws -> UnitCell {
    guard hasGeometry else {
      throw StreamError(.badData, "the record has no geometry; make it with genpot")
    }
    return try geometry.unitCell()
  }

  /// Bands, and the irreps of the same bands at high-symmetry points; none where the record has no irreps.
  /// - Throws: `StreamError` (bad data).
  public func solution() throws -> (bands: BandTable, special: [SpecialPointBands]) {
    guard hasBands else {
      throw StreamError(.badData, "the record has no bands; solve it with solve-seq")
    }
    let (table, special) = (try BandTable(bands), try irreps.specialPoints())
    guard table.agrees(with: special) else {
      throw StreamError(
        .badData, "bands and irreps are of different bands; solve the record again")
    }
    return (table, special)
  }

  /// Energies and irreps at high-symmetry points.
  /// - Throws: `StreamError` (bad data).
  public func specialPoints() throws -> [SpecialPointBands] {
    guard hasIrreps else {
      throw StreamError(.badData, "the record has no irreps; run predict or solve-seq first")
    }
    return try irreps.specialPoints()
  }

  /// The group of the irreps, which must be that of the geometry where there is one, or that of its rotations: networks
  /// know these alone.
  /// - Throws: `StreamError` (bad data).
  public func irrepGroup() throws -> WallpaperGroup {
    let group = try irreps.wallpaperGroup()
    let cell =
      switch (geometry.group, geometry.symmetry) {
      case ("", .c6): "p6"
      case ("", .c2): "p2"
      case (let name, _): name
      }
    let rotations = WallpaperGroup.named(cell).map { "p\($0.rotationOrder)" }
    guard cell.isEmpty || cell == group.name || rotations == group.name else {
      throw StreamError(
        .badData,
        "irreps of \(group) for a cell with the symmetry \(cell.prefix(20)); solve the record again"
      )
    }
    return group
  }

  /// What the search for nodes said of the bands whose irreps the record has; nothing without one.
  /// - Throws: `StreamError` (bad data).
  public func nodes() throws -> Connectivity {
    var found = try connectivity.connectivity()
    // All bands of a lattice model together have none.
    if !found.cherns.isEmpty, hasLatticeModel { found.cherns[latticeModel.energies.count] = 0 }
    let known = irreps.points.map { max($0.irreps.count, $0.symbols.count) }.min() ?? 0
    let last = max(found.cuts.keys.max() ?? 0, found.windings.keys.map(\.upperBound).max() ?? 0)
    guard last <= known else {
      throw StreamError(
        .badData,
        "connectivity: a cut or set of bands up to \(last), and irreps of \(known) bands; run berryflux again"
      )
    }
    return found
  }

  /// The classified sets of bands, from the lowest band up.
  /// - Throws: `StreamError` (bad data).
  public func bandSets() throws -> [BandSet] { try topology.bandSets() }

  /// The exact bands as small matrices.
  /// - Throws: `StreamError` (bad data).
  public func keptModel() throws -> KeptModel {
    try reducedModel.model(of: crystalSymmetry())
  }

  /// Family and coefficients of the network's model.
  /// - Throws: `StreamError` (bad data).
  public func networkModel() throws -> (family: HamiltonianFamily, coefficients: [Double]) {
    guard hasModel else {
      throw StreamError(.badData, "the record has no tight-binding model; run predict")
    }
    guard (model.bandErrors + model.specialErrors).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw StreamError(.badData, "model: error bars that are no numbers from 0")
    }
    return try model.checkedCoefficients()
  }
}

import BlochCore
import RecordStream

extension PBRecord {
  /// Makes room for new bands: the old ones go, and what was concluded from them.
  public mutating func clearSolution() {
    clearBands()
    clearIrreps()
    clearGradient()
    clearConnectivity()
    clearTopology()
  }
}

extension PBSymmetryTable {
  /// The block for bands at high-symmetry points, in the order given.
  public init(_ points: [SpecialPointBands]) {
    self.init()
    self.points = points.map { bands in
      var point = PBSpecialPoint()
      point.label = bands.label
      point.k = [bands.k.x1, bands.k.x2]
      point.irreps = bands.irreps.map { PBIrrep(rawValue: $0.rawValue) ?? .unknown }
      point.energies = bands.energies
      return point
    }
  }

  /// The bands at high-symmetry points, in the block's order. An irrep that a newer version of the
  /// format added reads as `unknown`. Throws `StreamError` when a point has no two coordinates.
  public func specialPoints() throws -> [SpecialPointBands] {
    var bands: [SpecialPointBands] = []
    for point in points {
      guard point.k.count == 2 else {
        throw StreamError(
          .badData,
          "irreps: point \(point.label) has \(point.k.count) coordinates, not 2; solve again")
      }
      bands.append(
        SpecialPointBands(
          label: point.label, k: KPoint(point.k[0], point.k[1]), energies: point.energies,
          irreps: point.irreps.map { Irrep(rawValue: $0.rawValue) ?? .unknown }))
    }
    return bands
  }
}

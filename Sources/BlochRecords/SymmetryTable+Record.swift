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
    clearDerivatives()
    clearDensityOfStates()
    clearStates()
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
  /// format added reads as `unknown`. Throws `StreamError` unless each point is named once, lies where its name says
  /// and has an energy for each irrep, ascending and finite.
  func specialPoints() throws -> [SpecialPointBands] {
    guard points.count <= RecordLimits.specialPoints, Set(points.map(\.label)).count == points.count
    else {
      throw StreamError(.badData, "irreps: too many points, or two of one name; solve again")
    }
    var bands: [SpecialPointBands] = []
    for point in points {
      guard RecordLimits.isWaveVector(point.k), Self.isPlace(point.k, of: point.label) else {
        throw StreamError(
          .badData, "irreps: point \(point.label) is not at \(point.k); solve again")
      }
      guard point.irreps.count == point.energies.count else {
        throw StreamError(
          .badData,
          "irreps: \(point.irreps.count) labels for \(point.energies.count) energies at "
            + point.label)
      }
      guard point.irreps.count <= RecordLimits.bands,
        point.energies.allSatisfy(RecordLimits.holds),
        zip(point.energies, point.energies.dropFirst()).allSatisfy({ $0 <= $1 })
      else {
        throw StreamError(
          .badData,
          "irreps: energies at \(point.label) that are not finite, do not ascend or are too many; solve again"
        )
      }
      bands.append(
        SpecialPointBands(
          label: point.label, k: KPoint(point.k[0], point.k[1]), energies: point.energies,
          irreps: point.irreps.map { Irrep(rawValue: $0.rawValue) ?? .unknown }))
    }
    return bands
  }

  /// Whether a wave vector is the point of a name or its negative, up to reciprocal lattice vectors; other names can
  /// be anywhere.
  private static func isPlace(_ k: [Double], of label: String) -> Bool {
    guard let named = KSet.namedPoints[label] else { return true }
    return [1.0, -1.0].contains { sign in
      zip(k, [named.x1, named.x2]).allSatisfy { own, wanted in
        let difference = own - sign * wanted
        return abs(difference - difference.rounded()) < 1e-6
      }
    }
  }
}

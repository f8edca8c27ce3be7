import BlochCore
import RecordStream
import WallpaperGroups

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
    clearLatticeModel()
    clearWall()
  }
}

extension PBSymmetryTable {
  /// The block for bands at high-symmetry points, in the order given.
  /// - Parameters:
  ///   - group: whose irreps they are; nil for p6, and p2 on the hexagonal lattice, with time reversal.
  ///   - timeReversal: whether the irreps are those with it.
  public init(
    _ points: [SpecialPointBands], group: WallpaperGroup? = nil, timeReversal: Bool = true
  ) {
    self.init()
    self.group = group?.name ?? ""
    brokenTimeReversal = !timeReversal
    self.points = points.map { bands in
      var point = PBSpecialPoint()
      point.label = bands.label
      point.k = [bands.k.x1, bands.k.x2]
      if group == nil {
        point.irreps = bands.irreps.map { PBIrrep(rawValue: $0.rawValue) ?? .unknown }
      } else {
        point.symbols = bands.irreps.map(\.symbol)
      }
      point.energies = bands.energies
      return point
    }
  }

  /// The bands at high-symmetry points, in the block's order. An irrep that a newer version of the
  /// format added reads as `unknown`. Throws `StreamError` unless each point is named once, lies where its name says
  /// and has an energy for each irrep, ascending and finite, and irreps of other groups are of that group.
  func specialPoints() throws -> [SpecialPointBands] {
    let other = try otherGroup()
    guard points.count <= RecordLimits.specialPoints, Set(points.map(\.label)).count == points.count
    else {
      throw StreamError(.badData, "irreps: too many points, or two of one name; solve again")
    }
    var bands: [SpecialPointBands] = []
    for point in points {
      let special = other?.points(timeReversal: !brokenTimeReversal).first {
        $0.label == point.label
      }
      guard RecordLimits.isWaveVector(point.k),
        other == nil
          ? Self.isPlace(point.k, of: point.label)
          : special.map({ Self.isPlace(point.k, of: $0) }) ?? false
      else {
        throw StreamError(
          .badData, "irreps: point \(point.label) is not at \(point.k); solve again")
      }
      let irreps =
        try special.map { try Self.irreps(point.symbols, at: $0, of: other) }
        ?? point.irreps.map { BlochCore.Irrep(rawValue: $0.rawValue) ?? .unknown }
      guard irreps.count == point.energies.count else {
        throw StreamError(
          .badData,
          "irreps: \(irreps.count) labels for \(point.energies.count) energies at "
            + point.label)
      }
      guard irreps.count <= RecordLimits.bands,
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
          irreps: irreps))
    }
    return bands
  }

  /// The group whose irreps they are: without a name p6, or p2 where there are points that the rotations of p6 join.
  /// - Throws: `StreamError` (bad data) for a name that no group has.
  public func wallpaperGroup() throws -> WallpaperGroup {
    try otherGroup() ?? (points.contains { $0.label == "M1" } ? .p2 : .p6)
  }

  /// The group, where it is neither p6 nor p2 on the hexagonal lattice.
  private func otherGroup() throws -> WallpaperGroup? {
    if group.isEmpty {
      if !brokenTimeReversal { return nil }
      throw StreamError(.badData, "irreps: without time reversal, and without a group; solve again")
    }
    guard let found = WallpaperGroup.named(group) else {
      throw StreamError(
        .badData, "irreps: there is no wallpaper group '\(group.prefix(20))'; solve again")
    }
    return found
  }

  private static func irreps(
    _ symbols: [String], at point: SpecialPoint, of group: WallpaperGroup?
  ) throws -> [BlochCore.Irrep] {
    let known = (group?.irreps(at: point) ?? []) + [.unknown]
    return try symbols.map { symbol in
      if let irrep = known.first(where: { $0.symbol == symbol }) { return irrep }
      throw StreamError(
        .badData,
        "irreps: '\(symbol.prefix(20))' is no irrep of \(group?.name ?? "") at \(point.label); solve again"
      )
    }
  }

  private static func isPlace(_ k: [Double], of point: SpecialPoint) -> Bool {
    let named = point.coordinates
    return zip(k, [named.x1, named.x2]).allSatisfy { abs($0 - $1) < 1e-6 }
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

/// One of the 17 plane crystallographic groups, everything about it computed from its generators.
///
/// Groups are made on demand, each by itself and once: equal groups are the same object. What takes longer than its
/// operations is computed when it is first asked for.
public final class WallpaperGroup: Sendable {
  /// The short international symbol: "p4m".
  public let name: String
  /// 1 to 17, as in the International Tables.
  public let number: Int
  /// The least symmetric kind of lattice that has the operations.
  public let system: LatticeSystem
  /// One operation for each element of the point group, translations in 0..1 halves: the identity, rotations by angle,
  /// then mirrors and glides by the angle of their line.
  public let operations: [Operation]
  /// Whether a rotation by 180 degrees, about the origin, is among them: H(k) can be made real at every k then.
  public let hasTwofoldRotation: Bool

  private let pointsWithTimeReversal = Lazy<[SpecialPoint]>()
  private let pointsWithoutTimeReversal = Lazy<[SpecialPoint]>()
  private let positions = Lazy<[WyckoffPosition]>()
  private let tablesWithTimeReversal = Lazy<SymmetryTables>()
  private let tablesWithoutTimeReversal = Lazy<SymmetryTables>()
  private let zoneWithTimeReversal = Lazy<ZonePartition>()
  private let zoneWithoutTimeReversal = Lazy<ZonePartition>()

  /// The special points with time reversal, in the order of fingerprints.
  public var points: [SpecialPoint] { points(timeReversal: true) }

  /// The special points, in the order of fingerprints, with time reversal or without.
  public func points(timeReversal: Bool) -> [SpecialPoint] {
    (timeReversal ? pointsWithTimeReversal : pointsWithoutTimeReversal).get {
      SpecialPoint.all(operations, in: system, timeReversal: timeReversal)
    }
  }

  /// The maximal Wyckoff positions, by letter.
  public var wyckoffPositions: [WyckoffPosition] {
    positions.get { WyckoffPosition.all(operations, in: system) }
  }

  /// Band representations, compatibility relations and indicators, with time reversal or without.
  public func tables(timeReversal: Bool) -> SymmetryTables {
    (timeReversal ? tablesWithTimeReversal : tablesWithoutTimeReversal).get {
      SymmetryTables(self, timeReversal: timeReversal)
    }
  }

  /// The irreducible part of the zone, with time reversal or without.
  public func zone(timeReversal: Bool) -> ZonePartition {
    (timeReversal ? zoneWithTimeReversal : zoneWithoutTimeReversal).get {
      ZonePartition(operations, in: system, timeReversal: timeReversal)
    }
  }

  /// What `tables(timeReversal: true)` has.
  public var entries: [FingerprintEntry] { tables(timeReversal: true).entries }
  public var bandRepresentations: [BandRepresentation] {
    tables(timeReversal: true).bandRepresentations
  }
  public var relations: [CompatibilityRelation] { tables(timeReversal: true).relations }
  public var indicators: SymmetryIndicators { tables(timeReversal: true).indicators }
  public var zone: ZonePartition { zone(timeReversal: true) }

  /// n of the largest rotation, by 360/n degrees.
  public var rotationOrder: Int { operations.count { !$0.isMirror } }

  /// Whether a mirror or glide is among the operations: Chern numbers vanish then.
  public var hasMirror: Bool { operations.contains(where: \.isMirror) }

  private init(index: Int) {
    let line = Generators.lines[index]
    name = line.name
    number = index + 1
    system = line.system
    operations = Generators.closure(of: Generators.parse(line.generators), in: system)
    hasTwofoldRotation = operations.contains { $0.rotationOrder == 2 }
  }

  /// The 17 names, by number.
  public static let names: [String] = Generators.lines.map(\.name)

  /// The group of that name, nil where there is none.
  public static func named(_ name: String) -> WallpaperGroup? {
    names.firstIndex(of: name).map { group(at: $0) }
  }

  private static let groups = Generators.lines.map { _ in Lazy<WallpaperGroup>() }

  private static func group(at index: Int) -> WallpaperGroup {
    groups[index].get { WallpaperGroup(index: index) }
  }
}

extension WallpaperGroup: Hashable {
  public static func == (l: WallpaperGroup, r: WallpaperGroup) -> Bool { l.number == r.number }
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension WallpaperGroup: CustomStringConvertible {
  public var description: String { name }
}

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

  /// The special points with time reversal, in the order of fingerprints.
  public var points: [SpecialPoint] { points(timeReversal: true) }

  /// The special points, in the order of fingerprints, with time reversal or without.
  public func points(timeReversal: Bool) -> [SpecialPoint] {
    (timeReversal ? pointsWithTimeReversal : pointsWithoutTimeReversal).get {
      SpecialPoint.all(operations, in: system, timeReversal: timeReversal)
    }
  }

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

import WallpaperGroups

/// How often each irrep occurs in a set of bands: the numbers of (co)representations at the special points of a group, in
/// the order of its tables; irreps that time reversal joins are counted once. p6 with time reversal has
/// (n_s, n_p, n_d, n_f | n_0, n_1 | n_+, n_-) at Gamma, K and M.
///
/// Vectors add when sets of bands are joined; differences may have negative entries.
/// Sources: arXiv:1912.03296, appendix I; H. C. Po, J. Phys.: Condens. Matter 32, 263001 (2020).
public struct SymmetryVector: Hashable, Sendable {
  /// The group's.
  public let tables: TopologyTables
  /// [entries]
  public private(set) var counts: [Int]

  /// No bands.
  public init(of tables: TopologyTables) {
    self.tables = tables
    counts = [Int](repeating: 0, count: tables.symmetry.entries.count)
  }

  /// The vector from its counts; nil for another number of them than the group has.
  public init?(_ counts: [Int], of tables: TopologyTables) {
    guard counts.count == tables.symmetry.entries.count else { return nil }
    self.tables = tables
    self.counts = counts
  }

  /// The multiplicity of an irrep at a special point, counted from 0; 0 where the point has no such irrep.
  public subscript(irrep: Irrep, at point: Int) -> Int {
    tables.entry(irrep, at: point).map { counts[$0] } ?? 0
  }

  /// Number of bands at Gamma.
  public var bands: Int { bandCount(at: 0) }

  /// Number of bands at a special point; all agree for a set of bands.
  public func bandCount(at point: Int) -> Int {
    tables.ranges[point].reduce(0) { $0 + tables.symmetry.entries[$1].bands * counts[$1] }
  }

  public static func + (l: Self, r: Self) -> Self { l.joined(r, 1) }
  public static func - (l: Self, r: Self) -> Self { l.joined(r, -1) }
  public static func * (n: Int, r: Self) -> Self { Self(of: r.tables).joined(r, n) }

  private func joined(_ other: Self, _ factor: Int) -> Self {
    precondition(tables == other.tables, "vectors of two groups")
    var sum = self
    for index in counts.indices { sum.counts[index] += factor * other.counts[index] }
    return sum
  }
}

extension SymmetryVector: CustomStringConvertible {
  /// For example "1,0,0,1/0,1/1,1".
  public var description: String {
    tables.ranges.map { range in
      counts[range].map(String.init).joined(separator: ",")
    }.joined(separator: "/")
  }
}

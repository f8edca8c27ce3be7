import WallpaperGroups

/// The canonical way to write a fingerprint as elementary band representations.
///
/// Decompositions differ by `TopologyTables.relations`. Among sums (no negative coefficient) the canonical one has the
/// fewest representations off the first Wyckoff position, then the fewest of all, then the larger coefficients at the
/// earlier places of `TopologyTables.representations`. Without a sum it has the fewest negative coefficients, then the
/// fewest representations added and subtracted, then the larger coefficients at the earlier places.
public struct BandDecomposition: Hashable, Sendable {
  /// [representations], in the order of `TopologyTables.representations`.
  public let coefficients: [Int]
  /// What the decomposition means for the set; one of the first four.
  public let verdict: TopologyVerdict
  private let tables: TopologyTables

  /// Sets of more bands are refused: the search grows with a power of their number.
  public static let maximumBands = 100

  /// Decomposes a fingerprint. Throws `TopologyError.notAllowed` when no isolated set of bands can
  /// have it and for the empty set, `tooManyBands` beyond `maximumBands`, and `searchTooLong` when the search for the
  /// best decomposition was given up.
  public init(_ fingerprint: SymmetryVector) throws(TopologyError) {
    guard fingerprint.isAllowed, fingerprint.bands > 0 else { throw .notAllowed(fingerprint) }
    guard fingerprint.bands <= Self.maximumBands else { throw .tooManyBands(fingerprint.bands) }
    tables = fingerprint.tables
    let search = tables.search
    var budget = RepresentationSearch.budget
    let (counts, bands) = (fingerprint.counts, fingerprint.bands)
    let sum = search.sum(counts, bands: bands, prefersOrigin: true, budget: &budget)
    guard let best = sum ?? search.difference(counts, bands: bands, budget: &budget) else {
      throw .searchTooLong(fingerprint)
    }
    coefficients = best
    let offOrigin = zip(best, tables.representations).contains { $0 > 0 && !$1.isAtOrigin }
    verdict =
      if sum == nil {
        .fragile
      } else if best.reduce(0, +) == 1 {
        .elementary
      } else {
        offOrigin ? .obstructedAtomic : .composite
      }
  }

  /// The representations that occur, those that are added first, with their coefficients.
  public var terms: [(name: String, count: Int)] {
    let named = zip(tables.representations, coefficients).map { ($0.name, $1) }
    return named.filter { $0.1 > 0 } + named.filter { $0.1 < 0 }
  }

  /// For example "1a s + 2 1a p - 3c odd": what is added first, then what is subtracted.
  public var name: String {
    var text = ""
    for (name, count) in terms {
      text += text.isEmpty ? "" : count > 0 ? " + " : " - "
      text += abs(count) == 1 ? name : "\(abs(count)) \(name)"
    }
    return text
  }
}

import ArgumentParser
import BlochCore
import RecordStream

/// Which wave vectors a tool computes bands at.
public struct KSetOptions: ParsableArguments {
  @Option(
    help:
      "Grid of the zone's irreducible wedge with n subdivisions a side: of p6, 12 gives 79 points, 40 gives 821."
  )
  var grid: Int?

  @Option(help: "Path through named points, e.g. Gamma-K-M-Gamma; 'standard' is the group's own.")
  var path: String?

  @Option(help: "Number of points on the path. (default: 61)")
  var points: Int?

  @Option(
    help: ArgumentHelp(
      "A list of k-points along b1 and b2, or named: 'x1,x2;K;...', or @FILE, with one on each line ('#' begins a comment)."
    ))
  var kpoints: String?

  @Option(
    help: ArgumentHelp(
      "The whole zone, n x n points i/n b1 + j/n b2 from Gamma, row by row.", valueName: "n"))
  var zone: Int?

  public init() {}

  /// The set that was asked for, nil when none was.
  /// - Throws: `SolverError` for options that contradict each other or are out of range, `StreamError` when a file cannot
  ///   be read.
  public func kset(_ symmetry: CrystalSymmetry) throws -> KSet? { try request()(symmetry) }

  /// What was asked for, as a function of the crystal, which throws `SolverError`; a file is read once.
  /// - Parameter timeReversal: whether k and -k have the same bands.
  /// - Throws: as `kset`.
  public func request(timeReversal: Bool = true) throws
    -> @Sendable (CrystalSymmetry) throws -> KSet?
  {
    if [grid != nil, path != nil, kpoints != nil, zone != nil].filter({ $0 }).count > 1 {
      throw SolverError("choose one of --grid, --path, --kpoints and --zone")
    }
    if points != nil && path == nil { throw SolverError("--points needs a --path") }
    let (grid, path, zone, count) = (grid, path, zone, points ?? 61)
    let list = try kpoints.map { $0.hasPrefix("@") ? try Self.read($0.dropFirst()) : $0 }
    return { symmetry in
      if let grid { return try .grid(grid, symmetry: symmetry, timeReversal: timeReversal) }
      if let path { return try .path(path, count: count, symmetry: symmetry) }
      if let zone { return try .zone(zone) }
      return try list.map { try .list($0, symmetry: symmetry) }
    }
  }

  /// What was asked for of p6 where it can have it, else of the first lattice system that can: refuses what no crystal
  /// has.
  /// - Throws: as `kset`.
  public func example() throws -> KSet? {
    let request = try request()
    do { return try request(.c6) } catch let error {
      for symmetry in CrystalSymmetry.examples {
        if let kset = try? request(symmetry) { return kset }
      }
      throw error
    }
  }

  /// A file of k-points up to 64 MiB as a list.
  /// - Throws: `StreamError` when it cannot be read, `SolverError` when it is too large.
  private static func read(_ path: Substring) throws -> String {
    let limit = 1 << 26
    let bytes = try ByteSource(path: FilePath(String(path))).readAll(limit: limit)
    guard bytes.count < limit else { throw SolverError("the file of k-points is over 64 MiB") }
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let points = lines.map { line in
      String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
        .split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
    return points.filter { !$0.isEmpty }.joined(separator: ";")
  }
}

/// Options out of range are usage errors.
public func usage<T>(_ body: () throws -> T) throws -> T {
  do { return try body() } catch let error as SolverError {
    throw StreamError(.usage, error.description)
  }
}

import ArgumentParser
import BlochCore
import RecordStream

/// Which wave vectors a tool computes bands at.
public struct KSetOptions: ParsableArguments {
  @Option(help: "Wedge grid with n subdivisions a side: 12 gives 79 points, 40 gives 821.")
  var grid: Int?

  @Option(help: "Path through named points, e.g. Gamma-K-M-Gamma.")
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
  /// - Throws: `SolverError` for options that contradict each other or are out of range.
  public func kset(_ symmetry: CrystalSymmetry) throws -> KSet? {
    if [grid != nil, path != nil, kpoints != nil, zone != nil].filter({ $0 }).count > 1 {
      throw SolverError("choose one of --grid, --path, --kpoints and --zone")
    }
    if points != nil && path == nil { throw SolverError("--points needs a --path") }
    if let grid { return try .grid(grid, symmetry: symmetry) }
    if let path { return try .path(path, count: points ?? 61) }
    if let zone { return try .zone(zone) }
    if let kpoints {
      return try kpoints.hasPrefix("@") ? Self.listed(kpoints.dropFirst()) : .list(kpoints)
    }
    return nil
  }

  /// A file of k-points up to 64 MiB.
  /// - Throws: `StreamError` when it cannot be read, `SolverError` for what is no k-point.
  private static func listed(_ path: Substring) throws -> KSet {
    let limit = 1 << 26
    let bytes = try ByteSource(path: FilePath(String(path))).readAll(limit: limit)
    guard bytes.count < limit else { throw SolverError("the file of k-points is over 64 MiB") }
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let points = lines.map { line in
      String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
        .split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
    return try .list(points.filter { !$0.isEmpty }.joined(separator: ";"))
  }
}

/// Options out of range are usage errors.
public func usage<T>(_ body: () throws -> T) throws -> T {
  do { return try body() } catch let error as SolverError {
    throw StreamError(.usage, error.description)
  }
}

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

  @Option(help: "A list of k-points along b1 and b2: 'x1,x2;x1,x2;...'.")
  var kpoints: String?

  public init() {}

  /// The set that was asked for, nil when none was.
  /// - Throws: `SolverError` for options that contradict each other or are out of range.
  public func kset(_ symmetry: PointSymmetry) throws -> KSet? {
    if [grid != nil, path != nil, kpoints != nil].filter({ $0 }).count > 1 {
      throw SolverError("choose one of --grid, --path and --kpoints")
    }
    if points != nil && path == nil { throw SolverError("--points needs a --path") }
    if let grid { return try .grid(grid, symmetry: symmetry) }
    if let path { return try .path(path, count: points ?? 61) }
    if let kpoints { return try .list(kpoints) }
    return nil
  }
}

/// Options out of range are usage errors.
public func usage<T>(_ body: () throws -> T) throws -> T {
  do { return try body() } catch let error as SolverError {
    throw StreamError(.usage, error.description)
  }
}

import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// Writes a cell for each point of a sweep of variables, or one. The first is made before anything is written.
/// - Parameter make: the cell for values of the variables; called from several threads.
/// - Throws: `StreamError`, with the values where it is the fault of a point.
func runSweep(
  _ variables: VariableOptions, shard: Shard, arguments: [String], output: OutputOptions,
  workers: WorkerOptions,
  make: @escaping @Sendable ([(name: String, value: Double)]) throws -> UnitCell
) throws {
  let range = shard.range(of: variables.count)
  let record: @Sendable (Int) throws -> PBRecord = { point in
    let values = variables.values(at: point)
    do {
      return PBRecord(key: PBKey(index: UInt64(point)), cell: try make(values))
    } catch let error as StreamError where variables.count > 1 {
      let place = values.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
      throw StreamError(error.code, "\(error) (at \(place))")
    }
  }
  let first = range.isEmpty ? nil : try record(range.lowerBound)
  try runGenerator(
    tool: "genpot", arguments: arguments, seed: 0, output: output, workers: workers,
    count: range.count
  ) { i in
    if i == 0, let first { return first }
    return try record(range.lowerBound + i)
  }
}

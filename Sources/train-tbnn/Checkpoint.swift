import BlochCore
import BlochRecords
import RecordStream

/// Where a run stands, in a file: weights, the optimiser's means and all counters.
struct Checkpoint {
  static let format = "blochpipe training checkpoint 1"

  /// Sums over the steps of the present epoch.
  struct Sums: Equatable {
    var global = 0.0
    var local = 0.0
    var norm = 0.0
  }

  var step: Int
  var attempt: Int
  var sums: Sums
  /// Smallest mean training cost of an epoch so far.
  var best: Double
  /// Everything that must be the same for a run to go on.
  var identity: [String: String]

  func save(_ trainer: Trainer, path: FilePath) throws {
    var metadata = identity
    metadata["format"] = Self.format
    metadata["step"] = "\(step)"
    metadata["attempt"] = "\(attempt)"
    metadata["sums"] = "\(sums.global) \(sums.local) \(sums.norm) \(best)"
    func tensor(_ name: String, _ buffer: FloatBuffer) -> TensorFile.Tensor {
      .init(name: name, shape: [buffer.count], values: buffer.array)
    }
    try TensorFile(
      metadata: metadata,
      tensors: [
        tensor("weights", trainer.weights), tensor("adam.first", trainer.optimizer.first),
        tensor("adam.second", trainer.optimizer.second),
      ]
    ).write(path: path)
  }

  /// Whether a file is a checkpoint, or empty, going by its beginning.
  static func isOne(_ path: FilePath) throws -> Bool {
    let source = try ByteSource(path: path)
    var start: [UInt8] = []
    while start.count < 1 << 16, try source.read(into: &start, count: 1 << 16) > 0 {}
    return start.isEmpty
      || String(decoding: start, as: UTF8.self).contains("blochpipe training checkpoint")
  }

  /// Restores a trainer of the same identity.
  /// - Throws: `StreamError` for a file that is no checkpoint, or of another run.
  static func restore(_ trainer: Trainer, identity: [String: String], path: FilePath) throws
    -> Checkpoint
  {
    let file = try TensorFile(path: path)
    guard file.metadata["format"] == format else {
      throw StreamError(.badData, "'\(path)' is no checkpoint of train-tbnn")
    }
    guard file.hasDigest else {
      throw StreamError(.badData, "'\(path)' has no digest of its bytes; start without --resume")
    }
    for (name, wanted) in identity.sorted(by: { $0.key < $1.key }) {
      let found = file.metadata[name] ?? "nothing"
      guard found == wanted else {
        throw StreamError(
          .badData,
          "'\(path)' belongs to another run: \(name) is \(found), not \(wanted); repeat the options "
            + "and data of that run, or start without --resume")
      }
    }
    let numbers = (file.metadata["sums"] ?? "").split(separator: " ").compactMap { Double($0) }
    guard let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0,
      let attempt = file.metadata["attempt"].flatMap({ Int($0) }), attempt >= 0, numbers.count == 4
    else { throw StreamError(.badData, "'\(path)' is damaged; start without --resume") }
    let count = trainer.weights.count
    trainer.weights.assign(try file.tensor("weights", shape: [count]))
    trainer.optimizer.first.assign(try file.tensor("adam.first", shape: [count]))
    trainer.optimizer.second.assign(try file.tensor("adam.second", shape: [count]))
    trainer.resume(after: step, attempt: attempt)
    return Checkpoint(
      step: step, attempt: attempt,
      sums: Sums(global: numbers[0], local: numbers[1], norm: numbers[2]), best: numbers[3],
      identity: identity)
  }
}

import RecordStream
import ToolSupport

/// The files of a training run.
struct TrainingFiles {
  let inputs: [FilePath]
  /// nil is standard output.
  let output: FilePath?
  /// As asked for, or beside the output.
  let checkpoint: FilePath?
  let curve: FilePath?

  init(inputs: [FilePath], output: FilePath?, checkpoint: FilePath?, curve: FilePath?) {
    self.inputs = inputs
    self.output = output == .standard ? nil : output
    self.checkpoint = checkpoint ?? self.output.map { $0 + ".checkpoint" }
    self.curve = curve
  }

  /// Refuses names that mean one file, also through links and before it exists, and a checkpoint in place of something
  /// else.
  /// - Throws: `StreamError` (usage, cannot create).
  func check() throws {
    var taken: [FileIdentity: String] = [:]
    for input in inputs {
      let identity =
        input == .standard ? FileIdentity(descriptor: 0) : FileIdentity(input)
      if let identity {
        taken[identity] = input == .standard ? "the input" : "the input \(input)"
      }
    }
    try claim(output.map { FileIdentity($0) } ?? FileIdentity(descriptor: 1), "the network", &taken)
    try claim(checkpoint.flatMap { FileIdentity($0) }, "the checkpoint", &taken)
    try claim(curve.flatMap { FileIdentity($0) }, "the learning curve", &taken)
    if let checkpoint, checkpoint.isRegular, try !Checkpoint.isOne(checkpoint) {
      throw StreamError(
        .cannotCreate,
        "\(checkpoint) is there and is no checkpoint; choose another name with --checkpoint")
    }
  }

  private func claim(
    _ file: FileIdentity?, _ purpose: String, _ taken: inout [FileIdentity: String]
  ) throws {
    guard let file else { return }
    if let other = taken[file] {
      throw StreamError(.usage, "\(purpose) and \(other) are one file; choose another name")
    }
    taken[file] = purpose
  }

  /// Whether checkpoint and curve can be created, hours before they are.
  /// - Throws: `StreamError` (cannot create).
  func tryOutputs() throws {
    for path in [checkpoint, curve].compactMap({ $0 }) where path.isRegular || !path.exists {
      _ = try ByteSink(path: path)
    }
  }
}

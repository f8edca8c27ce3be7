import ArgumentParser
import BlochCore
import BlochRecords
import Foundation
import LinearAlgebra
import RecordStream
import ToolSupport

/// Training of the tight-binding network.
struct TrainTBNN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-tbnn",
    abstract: "Train the network that maps a geometry to a tight-binding model.",
    discussion: """
      Example: genpot random -n 20000 | solve-seq --grid 12 | train-tbnn --epochs 30 -o model.safetensors

      Reads solved records, all of p6, or all of p4, on one k-grid that holds the special points (Gamma, K, M; Gamma, X, M). The global cost compares the \
      lowest bands at every k-point of a step, the local costs those of each irrep at the special points; the \
      last epochs go without local costs. The same options, data and seed give the same weights, also \
      after an interruption: a run that was stopped goes on with --resume.
      """,
    version: packageVersion)

  @Argument(
    help: ArgumentHelp("Streams of solved records; none is standard input.", valueName: "file"))
  var inputs: [FilePath] = []

  @Option(
    help: ArgumentHelp(
      "Validate on these records, which must not be among the others.", valueName: "file"))
  var validation: [FilePath] = []

  @Option(help: "Share of the records to validate on when there is no --validation.")
  var heldOut = 0.02

  @Option(
    help: ArgumentHelp(
      "Start from this network's weights, in its architecture and orbitals: cells of a new kind then need a tenth of the data and "
        + "time. The default rate is 3e-4, rising over 100 steps.", valueName: "file"))
  var from: FilePath?

  @OptionGroup(title: "Network and training") var schedule: ScheduleOptions

  @Option(
    help: ArgumentHelp(
      "Checkpoint, written every two minutes and on SIGINT and SIGTERM; with -o by default the file's "
        + "name and .checkpoint.", valueName: "file"))
  var checkpoint: FilePath?

  @Flag(help: "Go on from the checkpoint, if there is one.")
  var resume = false

  @Option(help: ArgumentHelp("Learning curve as tab-separated text.", valueName: "file"))
  var curve: FilePath?

  @Flag(
    help: ArgumentHelp(
      "Share every batch among the processes that mpirun has started; the first one writes. The files must "
        + "be named, and every process must see them."))
  var mpi = false

  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  private static let tool = "train-tbnn"
  private var files: TrainingFiles {
    TrainingFiles(
      inputs: (inputs.isEmpty ? [.standard] : inputs) + validation, output: output.output,
      checkpoint: checkpoint, curve: curve)
  }

  func validate() throws {
    guard (0..<1).contains(heldOut) else {
      throw ValidationError("--held-out must be at least 0 and below 1, not \(heldOut)")
    }
    guard !mpi || !inputs.isEmpty && !(inputs + validation).contains(.standard) else {
      throw ValidationError("--mpi needs files: standard input reaches the first process alone")
    }
    guard mpi || MessagePassing.started ?? 1 == 1 else {
      throw ValidationError("mpirun has started several processes; say --mpi, or they train apart")
    }
  }

  func run() throws {
    guard mpi else { return try run(SingleRank()) }
    let ranks = try MessagePassing()
    try run(ranks)
    ranks.leave()
  }

  private func run(_ ranks: any TrainingRanks) throws {
    let isFirst = ranks.rank == 0
    var schedule = self.schedule
    let start = try ranks.together { try from.map { try NetworkFile(path: $0) } }
    if let start { try usage { try schedule.start(from: start.network) } }
    let wanted = schedule.options(points: 79, ranks: ranks.count)
    let status = StatusLine(tool: Self.tool, wanted: isFirst ? output.progress : false)
    var sink: ByteSink?
    let data = try ranks.together {
      try files.check()
      if isFirst {
        try files.tryOutputs()
        sink = try openSink(output.output)
      }
      return try TrainingData.read(
        inputs, validation: validation, heldOut: validation.isEmpty ? heldOut : 0,
        architecture: schedule.architecture, bands: max(wanted.globalBands, wanted.localBands),
        threads: workers.threads
      ) { status.show("\($0) records read") }
    }
    // When another process dies this one is killed without notice: no file may be open then.
    if ranks.count > 1 { sink = nil }
    if data.failed > 0 && isFirst {
      Console.note(Self.tool, "\(data.failed) records are marked as failed and left out")
    }
    let options = schedule.options(points: data.training.kset.points.count, ranks: ranks.count)
    let trainer = try ranks.together {
      try usage {
        let own = data.training.standardisation()
        return try Trainer(
          set: data.training,
          network: TrainedNetwork(
            architecture: data.architecture,
            family: try schedule.family(data.training.input.symmetry),
            bands: options.globalBands, domain: data.domain,
            standardisation: start.map { $0.network.standardisation.widened(to: own) } ?? own),
          options: options, team: WorkerTeam(threads: workers.threads), ranks: ranks,
          start: start?.network.weights)
      }
    }
    var state = Checkpoint(
      step: 0, attempt: 0, sums: .init(), best: .infinity,
      identity: identity(data, trainer, start))
    state = try ranks.together {
      guard resume, let path = files.checkpoint, path.exists else {
        return state
      }
      return try Checkpoint.restore(trainer, identity: state.identity, path: path)
    }
    try ranks.agree(
      on: "\(state.identity.sorted { $0.key < $1.key }) \(state.step) \(state.attempt)")
    if status.isShown && trainer.step > 0 {
      Console.note(Self.tool, "goes on after epoch \(trainer.epoch), step \(trainer.step)")
    }
    let before = start == nil ? nil : trainer.measure(data.validation)
    // From here on a signal finds a state that can be saved.
    Interruption.hold()
    let log = try ranks.together {
      try isFirst
        ? curve.map {
          try LearningCurve(path: $0, attempt: trainer.attempt, epoch: trainer.epoch)
        } : nil
    }
    let accuracy = try train(trainer, data, &state, log, status, ranks)
    Interruption.release()
    guard isFirst else { return }
    try calibrated(trainer.trained, data, status.isShown)
      .tensorFile(training: provenance(data, options, accuracy, start, before))
      .write(to: sink ?? openSink(output.output))
    files.checkpoint?.remove()
    status.end(
      String(
        format:
          "validation loss %.3e \(trainer.trained.domain.lossUnit) on %d cells, symmetries %.2f %%",
        accuracy.loss, accuracy.samples, 100 * accuracy.meanSymmetry)
        + (before.map {
          String(format: "; before %.3e and %.2f %%", $0.loss, 100 * $0.meanSymmetry)
        }
          ?? ""))
  }

  /// The network with error bars, if there are cells enough to calibrate them.
  private func calibrated(_ trained: TrainedNetwork, _ data: TrainingData, _ show: Bool) throws
    -> TrainedNetwork
  {
    guard data.validation.count >= ErrorCalibration.fewestCells else {
      if show {
        Console.note(
          Self.tool,
          "the network gets no error bars: \(data.validation.count) cells were held out, and "
            + "\(ErrorCalibration.fewestCells) are needed; hold out more, or use calibrate-tbnn")
      }
      return trained
    }
    let team = WorkerTeam(threads: workers.threads)
    let heldOut = ErrorObservations(
      kind: "held-out", network: trained, set: data.validation, team: team)
    let known = ErrorObservations(
      kind: "training", network: trained, set: data.training, limit: 2048, team: team)
    var trained = trained
    trained.errors = try ErrorCalibration.fit(
      [heldOut], known: [known], network: trained, seed: schedule.seed, team: team)
    return trained
  }

  /// Steps until the end; the first rank saves the state on the way.
  private func train(
    _ trainer: Trainer, _ data: TrainingData, _ state: inout Checkpoint, _ log: LearningCurve?,
    _ status: StatusLine, _ ranks: any TrainingRanks
  ) throws -> Accuracy {
    let isFirst = ranks.rank == 0
    let clock = ContinuousClock()
    let began = clock.now
    let before = trainer.step
    var saved = clock.now
    func save() throws {
      state.step = trainer.step
      state.attempt = trainer.attempt
      if isFirst, let path = files.checkpoint { try state.save(trainer, path: path) }
      saved = clock.now
    }
    var accuracy: Accuracy?
    while trainer.step < trainer.totalSteps {
      let cost = trainer.advance()
      state.sums.global += cost.global
      state.sums.local += cost.local
      state.sums.norm = max(state.sums.norm, Double(cost.norm))
      var diverged = !(cost.global + cost.local).isFinite || !cost.norm.isFinite
      if !diverged && trainer.step % trainer.stepsPerEpoch == 0 {
        let mean = state.sums.global / Double(trainer.stepsPerEpoch)
        // Flat bands at the mean energies cost about 0.1, of light 0.5.
        let scale: Double = data.training.isLight ? 5 : 1
        diverged =
          trainer.epoch > 2 && mean > min(0.5 * scale, max(0.01 * scale, 10 * state.best))
        state.best = min(state.best, mean)
        if !diverged {
          accuracy = trainer.measure(data.validation)
          try log?.append(row(trainer, state.sums, accuracy!))
          state.sums = .init()
        }
      }
      if diverged {
        guard trainer.attempt < 4, from == nil else {
          guard isFirst else { throw ExitCode(StreamError.Code.computationFailed.rawValue) }
          throw StreamError(
            .computationFailed,
            "training diverged\(from == nil ? " five times" : ""); lower --rate or set --largest-norm"
          )
        }
        if isFirst {
          Console.note(
            Self.tool, "diverged in epoch \(trainer.epoch + 1); starts again from new weights")
        }
        trainer.restart(attempt: trainer.attempt + 1)
        state.sums = .init()
        state.best = .infinity
        accuracy = nil
      }
      let rate = Double(trainer.step - before) / ((clock.now - began) / .seconds(1))
      status.show(
        String(
          format: "epoch %d of %d, cost %.2e + %.2e, validation %.2e, %.0f samples/s, %.0f s left",
          trainer.epoch + 1, trainer.options.totalEpochs, cost.global, cost.local,
          accuracy?.loss ?? .nan, rate * Double(trainer.options.batch),
          Double(trainer.totalSteps - trainer.step) / max(rate, 1e-9)))
      if ranks.any(Interruption.isRequested) {
        try save()
        if isFirst {
          Console.note(
            Self.tool,
            "stopped after epoch \(trainer.epoch)"
              + (files.checkpoint == nil ? "" : "; go on with --resume"))
        }
        // The first rank has saved; a signal may have reached only some.
        _ = ranks.any(false)
        Interruption.endByRequest()
      } else if clock.now - saved > .seconds(120) {
        try save()
      }
    }
    return accuracy ?? trainer.measure(data.validation)
  }

  private func row(_ trainer: Trainer, _ sums: Checkpoint.Sums, _ accuracy: Accuracy) -> String {
    let steps = Double(trainer.stepsPerEpoch)
    return [
      "\(trainer.attempt)", "\(trainer.epoch)", "\(trainer.step)",
      String(format: "%.3e", trainer.rate), String(format: "%.4e", sums.global / steps),
      String(format: "%.4e", sums.local / steps), String(format: "%.3e", sums.norm),
      String(format: "%.4e", accuracy.loss), String(format: "%.4f", accuracy.largest),
      String(format: "%.5f", accuracy.meanSymmetry), String(format: "%.5f", accuracy.worstSymmetry),
    ].joined(separator: "\t") + "\n"
  }

  /// What must agree for a run to go on.
  private func identity(_ data: TrainingData, _ trainer: Trainer, _ start: NetworkFile?)
    -> [String: String]
  {
    var identity = [
      "architecture": trainer.trained.architecture.description,
      "orbitals": trainer.trained.family.description, "options": trainer.options.description,
      "data": "\(data.training.count) + \(data.validation.count) cells \(data.digest)",
    ]
    if let start { identity["from"] = start.digest }
    return identity
  }

  private func provenance(
    _ data: TrainingData, _ options: TrainingOptions, _ accuracy: Accuracy, _ start: NetworkFile?,
    _ before: Accuracy?
  ) -> [String: String] {
    var metadata = [
      "training.options": options.description,
      "training.cells": "\(data.training.count)",
      "training.data": "\(data.digest)",
      "validation.cells": "\(accuracy.samples)",
      "validation.loss": String(format: "%.4e", accuracy.loss),
      "validation.rms": accuracy.rms.map { String(format: "%.2e", $0) }.joined(separator: " "),
      "validation.symmetries": String(format: "%.5f", accuracy.meanSymmetry),
      "program": "train-tbnn \(packageVersion)",
    ]
    if let start, let before {
      metadata["training.from"] = start.digest
      metadata["validation.before"] = String(format: "%.4e", before.loss)
    }
    return metadata
  }
}

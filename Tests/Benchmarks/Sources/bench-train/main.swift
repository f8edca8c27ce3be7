import BlochCore
import BlochRecords
import CLAPACKE
import Foundation
import LinearAlgebra
import RecordStream
import ToolSupport

// bench-train eigen MATRICES        times batches of 21 x 21 matrices: lanes and ssyevd
// bench-train step STREAM ARCHITECTURE FILE STEPS
//   trains on all cells of a stream at once; writes weights, data, loss and gradient of the first step,
//   prints the seconds of each further one

pinBLASToOneThread()
let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "eigen": try benchEigen(count: Int(arguments[2])!)
case "step":
  try benchStep(
    stream: arguments[2], architecture: Architecture(arguments[3])!, file: arguments[4],
    steps: Int(arguments[5])!)
default: fatalError("eigen or step")
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  return try clock.measure(body) / .seconds(1)
}

/// Prints microseconds a matrix, with vectors: the lowest 6, all 21, and LAPACK.
func benchEigen(count: Int) throws {
  let n = 21
  var generator = SampleGenerator(seed: 1, index: 0, purpose: .sampling)
  let groups = count / 16
  let packed = (0..<groups).map { _ in
    (0..<n * (n + 1) / 2).map { _ in
      SIMD16<Float>((0..<16).map { _ in Float(generator.uniform() - 0.5) })
    }
  }
  for wanted in [6, n] {
    var problem = BatchedEigenproblem<SIMD16<Float>>(order: n, count: wanted)
    let time = seconds {
      for group in packed {
        problem.packed = group
        problem.solve(tolerance: 1e-6, withVectors: true)
      }
    }
    print("lanes\(wanted)", 1e6 * time / Double(16 * groups))
  }
  var dense: [[Float]] = []
  for group in packed {
    for lane in 0..<16 {
      var a = [Float](repeating: 0, count: n * n)
      for i in 0..<n {
        for j in 0...i { a[i + j * n] = group[i * (i + 1) / 2 + j][lane] }
      }
      dense.append(a)
    }
  }
  var values = [Float](repeating: 0, count: n)
  let time = seconds {
    for i in dense.indices {
      _ = LAPACKE_ssyevd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(n), &dense[i],
        Int32(n), &values)
    }
  }
  print("ssyevd", 1e6 * time / Double(dense.count))
}

func benchStep(stream: String, architecture: Architecture, file: String, steps: Int) throws {
  var samples: [TrainingSample] = []
  try readRecords([stream]) { raw, _ in
    samples.append(try TrainingSample(raw.decoded(), input: input))
    return true
  }
  var kset = KSet.special
  kset.points = samples[0].points
  var set = try TrainingSet(kset: kset, input: input, bands: 7)
  for sample in samples {
    try set.append(
      features: sample.features, energies: sample.energies, stride: sample.bands,
      special: sample.special)
  }
  // All cells, all k-points, no local costs, no mirror images: nothing is left to chance.
  var options = TrainingOptions()
  options.batch = set.count
  options.kpoints = kset.points.count
  options.localWeight = 0
  options.mirror = false
  options.largestNorm = .infinity
  options.warmup = 0
  options.cosine = false
  options.epochs = steps + 1
  options.finalEpochs = 0
  let trained = try TrainedNetwork(
    architecture: architecture, family: .standard, bands: 6,
    domain: .potential(vMax: samples[0].strength),
    standardisation: set.standardisation())
  let trainer = try Trainer(
    set: set, network: trained, options: options,
    team: WorkerTeam(threads: ProcessInfo.processInfo.activeProcessorCount))
  // The first on-site energies coincide in part, and derivatives of equal levels are not unique.
  if let (shape, offset) = trained.network.parameters.last {
    for i in 0..<shape.count { trained.weights.base[offset + i] += 0.1 * Float(i * 37 % 101) / 101 }
  }
  var dump = trained.tensorFile(training: [:])
  let cost = trainer.advance()
  dump.metadata["loss"] = "\(cost.global)"
  let gradient = trainer.optimizer.first.array
  for (shape, offset) in trained.network.parameters {
    // The first running mean is a tenth of the gradient.
    dump.tensors.append(
      .init(
        name: "gradient.\(shape.name)", shape: shape.shape,
        values: gradient[offset..<offset + shape.count].map { 10 * $0 }))
  }
  dump.tensors.append(
    .init(name: "x", shape: [set.count, input.count], values: set.features))
  dump.tensors.append(
    .init(name: "energies", shape: [set.count, kset.points.count, 7], values: set.energies))
  dump.tensors.append(
    .init(
      name: "kpoints", shape: [kset.points.count, 2],
      values: kset.points.flatMap { [Float($0.x1), Float($0.x2)] }))
  try dump.write(path: file)
  for _ in 0..<steps { print("step", seconds { _ = trainer.advance() }) }
}

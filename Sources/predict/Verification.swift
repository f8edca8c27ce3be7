import BlochCore
import BlochRecords
import Foundation
import RecordStream
import Synchronization
import ToolSupport

/// Compares predictions with exact solutions at special points.
final class Verification: Sendable {
  private struct Tally {
    var cells = 0
    var squares = 0.0
    var energies = 0
    var largest = 0.0
    var right = 0
    var labels = 0
    var held = 0
    var bars = 0
  }

  private let share: Double
  private let seed: UInt64
  /// Margin below which a record is always verified when there are no error bars.
  private let threshold: Double
  /// One for each group of the cells.
  private let solvers = Mutex<[CrystalSymmetry: CrystalSolver]>([:])
  private let equation: WaveEquation
  private let bands: Int
  /// The random share, then the records of small margin.
  private let tallies = Mutex([Tally(), Tally()])

  init(share: Double, seed: UInt64, bands: Int, threshold: Double, equation: WaveEquation) {
    self.share = share
    self.seed = seed
    self.threshold = threshold
    // The last band may be half a pair: it is solved, not compared.
    self.bands = bands - 1
    self.equation = equation
  }

  /// By the irreps of the rotations.
  private func exact(_ cell: UnitCell) throws -> [SpecialPointBands] {
    let (symmetry, bands) = (cell.symmetry, bands + 1)
    let solver = try solvers.withLock { solvers in
      if let solver = solvers[symmetry] { return solver }
      let solver = try CrystalSolver(
        symmetry: symmetry, equation: equation, kset: .special(symmetry), bands: bands,
        tolerance: 4e-4)
      solvers[symmetry] = solver
      return solver
    }
    let found = try solver.solve(cell).specialPoints
    return SpecialPointBands.byRotations(found, of: symmetry.group) ?? found
  }

  /// What is compared: energies, or the frequencies of light.
  private func value(_ energy: Double) -> Double {
    equation == .schroedinger ? energy : max(0, energy).squareRoot()
  }

  /// The root mean square error of the bands at special points, Vmax, if the record is chosen.
  func measure(_ record: PBRecord, _ cell: UnitCell, _ prediction: Prediction) throws -> Double? {
    var generator = SampleGenerator(
      seed: seed ^ record.key.seed &* 0x9e37_79b9_7f4a_7c15, index: record.key.index,
      purpose: .sampling)
    let drawn = generator.uniform() <= share
    let near = prediction.hasDoubtfulOrder(threshold: threshold)
    if !drawn && !near { return nil }
    let exact = try exact(cell)
    var own = Tally()
    own.cells = 1
    var energySquares = 0.0
    for (a, b) in zip(prediction.special, exact) {
      for n in 0..<bands {
        let deviation = value(a.energies[n]) - value(b.energies[n])
        energySquares += pow(a.energies[n] - b.energies[n], 2)
        own.squares += deviation * deviation
        own.largest = max(own.largest, abs(deviation))
        own.energies += 1
        own.labels += 1
      }
      own.right += b.bandsOfSameIrrep(in: a).count { $0 < bands }
    }
    for (n, bar) in (prediction.errors?.special ?? []).prefix(bands).enumerated() {
      let largest = zip(prediction.special, exact).map {
        abs(value($0.energies[n]) - value($1.energies[n]))
      }
      .max()
      own.bars += 1
      if largest ?? 0 <= Double(bar) { own.held += 1 }
    }
    let result = own
    tallies.withLock { tallies in
      for (i, chosen) in [drawn, near].enumerated() where chosen {
        tallies[i].cells += 1
        tallies[i].squares += result.squares
        tallies[i].energies += result.energies
        tallies[i].largest = max(tallies[i].largest, result.largest)
        tallies[i].right += result.right
        tallies[i].labels += result.labels
        tallies[i].held += result.held
        tallies[i].bars += result.bars
      }
    }
    return (energySquares / Double(own.energies)).squareRoot()
  }

  /// Tells the errors on standard error.
  func report() {
    let unit = equation == .schroedinger ? "v_max" : "omega a/(2 pi c)"
    for (tally, what) in zip(
      tallies.withLock { $0 }, ["drawn at random", "with bands closer than their error bars"])
    {
      guard tally.cells > 0 else {
        Console.note("predict", "no record \(what) to verify")
        continue
      }
      Console.note(
        "predict",
        String(
          format:
            "%d records %@: error %.2e \(unit) rms, %.2e at most; %.2f %% of the irreps right",
          tally.cells, what, (tally.squares / Double(tally.energies)).squareRoot(), tally.largest,
          100 * Double(tally.right) / Double(tally.labels))
          + (tally.bars == 0
            ? ""
            : String(
              format: "; %.2f %% of the error bars hold",
              100 * Double(tally.held) / Double(tally.bars))))
    }
  }
}

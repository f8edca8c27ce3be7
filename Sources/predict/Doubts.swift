import BlochCore
import Foundation
import Synchronization
import ToolSupport

/// Counts predictions with large error bars.
final class Doubts: Sendable {
  private struct Tally {
    var records = 0
    var large = 0
    var largest: Float = 0
    var isLight = false
  }

  private let tally = Mutex(Tally())

  func count(_ prediction: Prediction) {
    guard let errors = prediction.errors else { return }
    let isLarge = errors.excess > ErrorModel.large
    tally.withLock { tally in
      tally.records += 1
      if isLarge {
        tally.large += 1
        tally.isLight = prediction.isLight
        tally.largest = max(tally.largest, errors.zone.max() ?? 0)
      }
    }
  }

  /// One line on standard error, if there are any.
  func report() {
    let (records, large, largest, isLight) = tally.withLock {
      ($0.records, $0.large, $0.largest, $0.isLight)
    }
    let unit = isLight ? "omega a/(2 pi c)" : "v_max"
    guard large > 0 else { return }
    Console.note(
      "predict",
      String(
        format:
          "%d of %d records have an error bar over %g times the usual one, up to %.2g \(unit) "
          + "(model.band_errors; they are marked model.outside): solve them exactly",
        large, records, ErrorModel.large, largest))
  }
}

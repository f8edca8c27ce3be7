import Foundation
import Glibc

/// A line on standard error that tells count, rate and time left, at most five times a second.
public final class Progress {
  private let tool: String
  private let total: Int?
  private let unit: String
  private let shown: Bool
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?

  /// - Parameter wanted: nil shows it when standard error is a terminal.
  public init(tool: String, total: Int?, wanted: Bool?, unit: String = "records") {
    self.tool = tool
    self.unit = unit
    self.total = total
    shown = wanted ?? (isatty(2) == 1)
  }

  public func update(_ count: Int, final: Bool = false) {
    guard shown else { return }
    let now = ContinuousClock.now
    if !final, let last, now - last < .milliseconds(200) { return }
    last = now
    let elapsed = max(Double((now - start) / .seconds(1)), 1e-3)
    let rate = Double(count) / elapsed
    var line = "\r\(tool): \(count)"
    if let total { line += " of \(total)" }
    line += String(format: " \(unit), %.0f/s", rate)
    if let total, !final, rate > 0 {
      line += String(format: ", %.0f s left", Double(max(total - count, 0)) / rate)
    }
    line += final ? "   \n" : "   "
    Console.write(line)
  }
}

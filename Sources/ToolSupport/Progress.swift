import Foundation

/// A status line of count, rate and time left.
public final class Progress {
  private let line: StatusLine
  private let total: Int?
  private let unit: String
  private let start = ContinuousClock.now

  /// - Parameter wanted: nil shows it when standard error is a terminal.
  public init(tool: String, total: Int?, wanted: Bool?, unit: String = "records") {
    line = StatusLine(tool: tool, wanted: wanted)
    self.unit = unit
    self.total = total
  }

  public func update(_ count: Int, final: Bool = false) {
    if final { line.end(text(count)) } else { line.show(text(count) + rest(count)) }
  }

  private func rate(_ count: Int) -> Double {
    Double(count) / max((ContinuousClock.now - start) / .seconds(1), 1e-3)
  }

  private func text(_ count: Int) -> String {
    "\(count)" + (total.map { " of \($0)" } ?? "") + String(format: " \(unit), %.0f/s", rate(count))
  }

  private func rest(_ count: Int) -> String {
    guard let total, count > 0 else { return "" }
    return String(format: ", %.0f s left", Double(max(total - count, 0)) / rate(count))
  }
}

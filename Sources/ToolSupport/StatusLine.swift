import RecordStream

/// What a tool is at, on standard error: on a terminal a line that is written over, five times a second at most;
/// elsewhere, where it was asked for, a line every ten seconds.
public final class StatusLine {
  private let tool: String
  /// Whether anything is shown.
  public let isShown: Bool
  private var last: ContinuousClock.Instant?

  /// - Parameter wanted: nil shows it when standard error is a terminal.
  public init(tool: String, wanted: Bool?) {
    self.tool = tool
    isShown = wanted ?? TerminalLine.isPossible
  }

  /// Shows a text unless another was shown just before.
  public func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let pause: Duration = TerminalLine.isPossible ? .milliseconds(200) : .seconds(10)
    if let last, now - last < pause { return }
    last = now
    guard TerminalLine.isPossible else { return Console.write(line(text()) + "\n") }
    TerminalLine.open()
    Console.write("\r" + line(text()).prefix(TerminalLine.width) + "\u{1b}[K")
  }

  /// Shows the last text, which stays.
  public func end(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    TerminalLine.erase()
    Console.write(line(text()) + "\n")
  }

  private func line(_ text: String) -> String { "\(tool): \(text)" }
}

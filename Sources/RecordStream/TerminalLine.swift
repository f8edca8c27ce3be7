import Glibc
import Synchronization

/// The line on a terminal that a program writes over while it works. What is said next finds it empty, and so does the
/// shell when the program ends before its work is done, by a signal too.
public enum TerminalLine {
  /// Whether standard error is a terminal where a line can be written over.
  public static let isPossible: Bool = {
    guard isatty(2) == 1, let kind = getenv("TERM") else { return false }
    return kind.pointee != 0 && strcmp(kind, "dumb") != 0
  }()

  /// Signs that fit into a line; no limit where the terminal does not say.
  public static var width: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) - 1 : .max
  }

  private static let isOpen = Atomic<Bool>(false)

  /// To be called before the first sign of a line that will be written over.
  public static func open() { isOpen.store(true, ordering: .sequentiallyConsistent) }

  /// To be called when the line has had its end.
  public static func close() { isOpen.store(false, ordering: .sequentiallyConsistent) }

  /// Empties the line, if one is open. A signal handler may call it.
  public static func erase() {
    guard isOpen.exchange(false, ordering: .sequentiallyConsistent) else { return }
    // Carriage return, and what a terminal takes for "erase to the end of the line".
    withUnsafeBytes(of: (13, 27, 91, 75) as (UInt8, UInt8, UInt8, UInt8)) {
      _ = Glibc.write(2, $0.baseAddress, $0.count)
    }
  }
}

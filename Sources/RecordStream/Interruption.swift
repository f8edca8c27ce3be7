import Glibc

/// Removes the temporary files of this process when a signal ends it.
///
/// Fixed slots of C strings: a signal handler may neither allocate nor lock. Slots are taken and
/// freed by the thread that opens and finishes files.
enum Interruption {
  private static let capacity = 16
  nonisolated(unsafe) private static let pending = {
    let slots = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    slots.initialize(repeating: nil, count: capacity)
    return slots
  }()

  private static let handlers: Void = {
    _ = pending
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // What the parent ignores stays ignored, as nohup wants.
      let previous = signal(number) { number in
        Interruption.removePending()
        signal(number, SIG_DFL)
        raise(number)
      }
      if unsafeBitCast(previous, to: Int.self) == 1 { signal(number, SIG_IGN) }
    }
  }()

  static func removeOnSignal(_ path: String) {
    _ = handlers
    if let slot = (0..<capacity).first(where: { pending[$0] == nil }) {
      pending[slot] = strdup(path)
    }
  }

  /// The string stays allocated: the handler may be reading it.
  static func forget(_ path: String) {
    for slot in 0..<capacity {
      if let other = pending[slot], strcmp(other, path) == 0 { pending[slot] = nil }
    }
  }

  private static func removePending() {
    for slot in 0..<capacity {
      if let path = pending[slot] { unlink(path) }
    }
  }

  /// Ends the process as an unhandled SIGPIPE does, without a word.
  static func endByBrokenPipe() -> Never {
    removePending()
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }
}

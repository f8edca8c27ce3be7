import Foundation
import Glibc

/// Lets a long computation finish what it is at before a signal ends it.
///
/// Call `hold` before any other thread exists: SIGINT, SIGTERM and SIGHUP then wait. Ask `pending` from
/// time to time; `release` lets the signal act.
public enum StopRequest {
  private static var signals: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
    return set
  }

  public static func hold() {
    var set = signals
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Whether a signal waits.
  public static var pending: Bool {
    var waiting = sigset_t()
    sigpending(&waiting)
    return [SIGINT, SIGTERM, SIGHUP].contains { sigismember(&waiting, $0) == 1 }
  }

  /// Lets waiting signals act on this thread: without a handler of its own the process ends here.
  public static func release() {
    var set = signals
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}

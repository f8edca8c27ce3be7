import Glibc
import Synchronization

/// What happens when a signal ends this process: temporary files and a line that tells of progress go, then the signal takes
/// its course.
///
/// Fixed slots: a signal handler may neither allocate nor lock. Slots are taken and freed by the thread that opens and
/// finishes files.
public enum Interruption {
  /// Signals that ask a program to end; a long computation may put them off.
  private static let requests = [
    SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGVTALRM, SIGPROF, SIGPWR,
  ]
  private static let others = [SIGQUIT, SIGPIPE, SIGPOLL, SIGABRT, SIGSYS]
  /// Signals of a fault in this program.
  private static let faults = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP]

  private struct Slot {
    var folder: Int32
    var name: UnsafeMutablePointer<CChar>?
  }

  private static let capacity = 16
  nonisolated(unsafe) private static let pending = {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(folder: AT_FDCWD), count: capacity)
    return slots
  }()

  /// What is told of a fault, and of one where memory was short.
  nonisolated(unsafe) private static let texts = {
    let texts = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: 2)
    texts.initialize(repeating: nil, count: 2)
    return texts
  }()
  private static let isHeld = Atomic<Bool>(false)
  private static let waiting = Atomic<Int32>(0)

  /// Handles every signal that ends a process from here on, in place of the Swift runtime, whose account of a crash has
  /// dozens of lines. What the parent ignores stays ignored, as nohup wants.
  /// - Parameter tool: the name in messages.
  public static func handleSignals(tool: String) {
    texts[0] = strdup(
      "\(tool): ended by a fault of its own; please report the command and its input\n")
    texts[1] = strdup(
      "\(tool): there is not enough memory; raise its limit (ulimit -v), or lower --threads\n")
    _ = pending
    // A fault may be a stack that is full.
    let size = 1 << 16
    var stack = stack_t()
    stack.ss_sp = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    stack.ss_size = size
    if stack.ss_sp != MAP_FAILED { sigaltstack(&stack, nil) }
    let realTime = (__libc_current_sigrtmin()...__libc_current_sigrtmax())
    for number in requests + others + faults + [coprocessorFault] + realTime { handle(number) }
  }

  private static let coprocessorFault: Int32 = 16  // SIGSTKFLT, which Glibc has not

  private static func handle(_ number: Int32) {
    var previous = sigaction()
    sigaction(number, nil, &previous)
    if unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
    var action = sigaction()
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK
    action.__sigaction_handler.sa_sigaction = { number, information, _ in
      Interruption.receive(number, information)
    }
    sigaction(number, &action, nil)
  }

  private static func receive(_ number: Int32, _ information: UnsafeMutablePointer<siginfo_t>?) {
    // A write of this process to a closed pipe: that fails too, and is dealt with where it was.
    if number == SIGPIPE, information?.pointee._sifields._kill.si_pid == getpid() { return }
    if isHeld.load(ordering: .sequentiallyConsistent), isRequest(number) {
      waiting.store(number, ordering: .sequentiallyConsistent)
      return
    }
    clear()
    if isFault(number) || number == SIGABRT, isMemoryShort() {
      tell(1)
      _exit(StreamError.Code.computationFailed.rawValue)
    }
    if isFault(number) { tell(0) }
    end(number)
  }

  private static func tell(_ which: Int) {
    if let text = texts[which] { _ = Glibc.write(2, text, strlen(text)) }
  }

  /// Without an array's machinery, for the handler.
  private static func isRequest(_ number: Int32) -> Bool {
    switch number {
    case SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGVTALRM, SIGPROF, SIGPWR:
      true
    default: false
    }
  }

  private static func isFault(_ number: Int32) -> Bool {
    switch number {
    case SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP: true
    default: false
    }
  }

  /// Whether the address space has a limit and less than 256 MB are left of it.
  private static func isMemoryShort() -> Bool {
    let size = 1 << 28
    let probe = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if probe == MAP_FAILED { return true }
    munmap(probe, size)
    return false
  }

  /// Ends the process by a signal. The first process of a container survives its signals: it ends with 128 + n.
  private static func end(_ number: Int32) -> Never {
    signal(number, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    _exit(128 + number)
  }

  /// Ends the process as an unhandled SIGPIPE does, without a word.
  static func endByBrokenPipe() -> Never {
    clear()
    end(SIGPIPE)
  }

  // MARK: Requests that wait

  /// Lets a long computation finish what it is at: signals that ask the process to end wait from here on. Ask
  /// `isRequested` from time to time.
  public static func hold() { isHeld.store(true, ordering: .sequentiallyConsistent) }

  /// Signals end the process at once again; one that waits is left to wait.
  public static func release() { isHeld.store(false, ordering: .sequentiallyConsistent) }

  /// Whether a signal waits.
  public static var isRequested: Bool { waiting.load(ordering: .sequentiallyConsistent) != 0 }

  /// Ends the process by the signal that waits, or by SIGTERM where another process of the run got it.
  public static func endByRequest() -> Never {
    clear()
    let number = waiting.load(ordering: .sequentiallyConsistent)
    end(number == 0 ? SIGTERM : number)
  }

  // MARK: Temporary files

  /// - Parameters:
  ///   - folder: descriptor of the folder.
  ///   - name: of the file, with its zero.
  static func removeOnSignal(_ folder: Int32, _ name: [CChar]) {
    guard let slot = (0..<capacity).first(where: { pending[$0].name == nil }) else { return }
    pending[slot].folder = folder
    pending[slot].name = strdup(name)
  }

  /// The string stays allocated: the handler may be reading it.
  static func forget(_ folder: Int32, _ name: [CChar]) {
    for slot in 0..<capacity where pending[slot].folder == folder {
      if let other = pending[slot].name, strcmp(other, name) == 0 { pending[slot].name = nil }
    }
  }

  private static func clear() {
    TerminalLine.erase()
    for slot in 0..<capacity {
      if let name = pending[slot].name { unlinkat(pending[slot].folder, name, 0) }
    }
  }
}

import Glibc
import Synchronization

/// A fixed team of threads for short pieces of work that follow each other closely, as the layers of a
/// network do: waiting threads, the caller's too, watch for a moment before they sleep.
///
/// One thread at a time may call `forEach`; it works along with the others.
public final class WorkerTeam: @unchecked Sendable {
  /// How many there are, the caller's included: fewer than were wanted where the system gives no more.
  public private(set) var threads: Int
  private var body: UnsafePointer<@Sendable (Int) -> Void>?
  private var count = 0
  private let next = Atomic<Int>(0)
  private let working = Atomic<Int>(0)
  private let round = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let callerSleeps = Atomic<Bool>(false)
  private var mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// - Parameter threads: including the caller's, at least 1. The others live as long as the process.
  public init(threads wanted: Int) {
    threads = 1
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
    pthread_cond_init(finished, nil)
    while threads < wanted, AddressSpace.hasRoom(forThreads: threads) {
      var thread = pthread_t()
      let own = Unmanaged.passRetained(self).toOpaque()
      let failed = pthread_create(
        &thread, nil,
        { argument in
          Unmanaged<WorkerTeam>.fromOpaque(argument!).takeUnretainedValue().serve()
          return nil
        }, own)
      if failed != 0 {
        Unmanaged<WorkerTeam>.fromOpaque(own).release()
        break
      }
      pthread_detach(thread)
      threads += 1
    }
  }

  /// Calls `body` with 0..<count, each once, on any thread; returns when all calls have.
  public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if threads == 1 || count <= 1 {
      for i in 0..<count { body(i) }
      return
    }
    withoutActuallyEscaping(body) { escaping in
      withUnsafePointer(to: escaping) { run($0, count) }
    }
  }

  private func run(_ body: UnsafePointer<@Sendable (Int) -> Void>, _ count: Int) {
    self.body = body
    self.count = count
    next.store(0, ordering: .relaxed)
    working.store(threads - 1, ordering: .relaxed)
    round.wrappingAdd(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    take(body, count)
    var spins = 0
    while working.load(ordering: .acquiring) > 0 {
      if spins < Self.patience {
        Self.pause(&spins)
        continue
      }
      pthread_mutex_lock(mutex)
      callerSleeps.store(true, ordering: .sequentiallyConsistent)
      while working.load(ordering: .sequentiallyConsistent) > 0 {
        pthread_cond_wait(finished, mutex)
      }
      callerSleeps.store(false, ordering: .sequentiallyConsistent)
      pthread_mutex_unlock(mutex)
    }
  }

  /// Not inlined: no reference to the closure may outlive the call.
  @inline(never)
  private func take(_ body: UnsafePointer<@Sendable (Int) -> Void>, _ count: Int) {
    while true {
      let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if i >= count { return }
      body.pointee(i)
    }
  }

  private func serve() {
    var seen = 0
    while true {
      var spins = 0
      while round.load(ordering: .acquiring) == seen {
        if spins < Self.patience {
          Self.pause(&spins)
          continue
        }
        pthread_mutex_lock(mutex)
        sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        while round.load(ordering: .sequentiallyConsistent) == seen {
          pthread_cond_wait(condition, mutex)
        }
        sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
      }
      seen += 1
      take(body!, count)
      let left = working.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
      if left == 0, callerSleeps.load(ordering: .sequentiallyConsistent) {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(finished)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  /// How often a thread looks before it sleeps.
  private static let patience = 20_000

  @inline(__always)
  private static func pause(_ spins: inout Int) {
    spins += 1
    if spins % 1024 == 0 { sched_yield() }
  }
}

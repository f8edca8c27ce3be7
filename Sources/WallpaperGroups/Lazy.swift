import Synchronization

/// A value that is computed when it is first asked for, once, whatever the number of threads that ask.
package final class Lazy<Value: Sendable>: Sendable {
  private let value: Mutex<Value?> = Mutex(nil)

  package init() {}

  package func get(_ compute: () -> Value) -> Value {
    value.withLock { stored in
      if let stored { return stored }
      let computed = compute()
      stored = computed
      return computed
    }
  }
}

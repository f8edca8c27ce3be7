import Dispatch

/// Maps elements on several threads; the results keep the order.
public func orderedMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], threads: Int, _ body: @Sendable (Input) -> Output
) -> [Output] {
  if threads <= 1 || inputs.count <= 1 { return inputs.map(body) }
  let workers = min(threads, inputs.count)
  return [Output](unsafeUninitializedCapacity: inputs.count) { buffer, count in
    nonisolated(unsafe) let results = buffer.baseAddress!
    let next = Counter()
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let i = next.take()
        if i >= inputs.count { break }
        (results + i).initialize(to: body(inputs[i]))
      }
    }
    count = inputs.count
  }
}

/// Hands out 0, 1, 2, ... to threads.
private final class Counter: @unchecked Sendable {
  private let lock = DispatchSemaphore(value: 1)
  private var value = 0

  func take() -> Int {
    lock.wait()
    defer { lock.signal() }
    value += 1
    return value - 1
  }
}

import LinearAlgebra

/// Maps elements on several threads; the results keep the order.
public func orderedMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], threads: Int, _ body: @Sendable (Input) -> Output
) -> [Output] {
  if threads <= 1 || inputs.count <= 1 { return inputs.map(body) }
  return [Output](unsafeUninitializedCapacity: inputs.count) { buffer, count in
    nonisolated(unsafe) let results = buffer.baseAddress!
    WorkerTeam.shared(threads: threads).forEach(inputs.count) { i in
      (results + i).initialize(to: body(inputs[i]))
    }
    count = inputs.count
  }
}

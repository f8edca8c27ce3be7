extension WorkerTeam {
  /// The results of `body` for 0..<count, in order, each made on any thread.
  /// - Throws: what the first of them that failed threw.
  public func map<Value>(_ count: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value] {
    var results = [Result<Value, Error>?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      forEach(count) { i in results[i] = Result { try body(i) } }
    }
    return try results.compactMap { try $0?.get() }
  }
}

/// How many records are worked on before they are written: few at first, then as many as 64 MiB hold, so that neither
/// large records nor large results fill the memory.
struct BatchSize {
  /// Bytes of a batch, and of decoded records that one thread has at a time.
  static let bytes = 64 << 20

  private(set) var records: Int
  private let most: Int

  /// - Parameters:
  ///   - first: of the first batch, whose records nobody has seen.
  ///   - most: however small they are.
  init(first: Int, most: Int) {
    records = min(first, most)
    self.most = most
  }

  /// Sets the next size.
  /// - Parameters:
  ///   - bytes: of the encoded records of the last batch, as they came or as they go, whichever is more.
  ///   - count: how many these were.
  mutating func adapt(bytes: Int, count: Int) {
    let fitting = Self.bytes / max(1, bytes / max(1, count))
    records = max(1, min(most, 2 * records, fitting))
  }
}

/// A record as it stands in the stream: decoded only when somebody looks.
public struct RawRecord: Sendable {
  /// The encoded Record message.
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Encodes a record; the same record gives the same bytes.
  /// - Throws: `StreamError` when it exceeds the format's limit.
  public init(_ record: PBRecord) throws {
    do {
      bytes = try record.serializedBytes()
      try checkBudget()
    } catch {
      throw StreamError(.computationFailed, "a record cannot be encoded: \(error)")
    }
  }

  /// Memory that the decoded record takes, about; more than it is for a short one.
  public var decodedBytes: Int {
    // So short that counting takes longer than it is worth.
    if bytes.count <= 4096 { return 32 * bytes.count }
    return bytes.count + budget.memory
  }

  private func checkBudget() throws {
    // Fewer bytes cannot hold too much: a message takes two.
    if bytes.count > 2 * MessageBudget.largestMessages { try budget.check("it") }
  }

  private var budget: MessageBudget {
    let schema = WireSchema.own
    return bytes.withUnsafeBytes { MessageBudget($0, message: schema.record, of: schema) }
  }

  /// - Throws: `StreamError` (bad data) when the bytes are no Record message, or hold more than one may.
  public func decoded() throws -> PBRecord {
    try checkBudget()
    do {
      return try PBRecord(serializedBytes: bytes)
    } catch {
      throw StreamError(.badData, "it does not decode; the stream is damaged, make it again")
    }
  }
}

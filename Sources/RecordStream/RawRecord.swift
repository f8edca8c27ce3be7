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
    } catch {
      throw StreamError(.computationFailed, "a record cannot be encoded: \(error)")
    }
  }

  /// - Throws: `StreamError` (bad data) when the bytes are no Record message.
  public func decoded() throws -> PBRecord {
    do {
      return try PBRecord(serializedBytes: bytes)
    } catch {
      throw StreamError(.badData, "it does not decode; the stream is damaged, make it again")
    }
  }
}

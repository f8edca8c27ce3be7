/// What an encoded message holds, counted without decoding it: two bytes of an empty message in a list become some
/// hundred in memory, and more as JSON.
struct MessageBudget: Equatable {
  static let largestMessages = 1 << 14
  static let largestElements = 1 << 17
  static let largestText = 1 << 20

  /// Messages at any depth.
  private(set) var messages = 0
  /// Entries of lists of numbers and texts; those of an Array's data, which have limits of their own, not among them.
  private(set) var elements = 0
  /// Bytes of texts.
  private(set) var text = 0

  /// Counts what a message of the schema holds, up to the first byte that makes no sense: decoding says so.
  init(_ bytes: UnsafeRawBufferPointer, message: Int, of schema: WireSchema) {
    add(bytes, message, schema)
  }

  /// Memory that they take when decoded, data of arrays and unknown fields left out.
  var memory: Int { 300 * messages + 16 * elements + text }

  /// - Parameter what: "a record".
  /// - Throws: `StreamError` (bad data) beyond a limit.
  func check(_ what: String, text limit: Int = largestText) throws {
    for (count, limit, name) in [
      (messages, Self.largestMessages, "messages"),
      (elements, Self.largestElements, "list entries"),
      (text, limit, "bytes of text"),
    ] where count > limit {
      throw StreamError(
        .badData, "\(what) has \(count) \(name), and \(limit) are the limit")
    }
  }

  private mutating func add(
    _ bytes: UnsafeRawBufferPointer, _ message: Int, _ schema: WireSchema
  ) {
    var at = 0
    while at < bytes.count {
      guard let tag = Varint.readAny(bytes, &at), tag >> 3 <= UInt64(UInt32.max >> 3) else {
        return
      }
      let field = schema.field(Int(tag >> 3), of: message)
      switch tag & 7 {
      case 0:
        guard Varint.readAny(bytes, &at) != nil else { return }
        if case .numbers = field { elements += 1 }
      case 1, 5:
        at += tag & 7 == 1 ? 8 : 4
        if case .numbers = field { elements += 1 }
      case 2:
        guard let length = Varint.readAny(bytes, &at), length <= UInt64(bytes.count - at) else {
          return
        }
        let content = UnsafeRawBufferPointer(rebasing: bytes[at..<at + Int(length)])
        at += content.count
        add(content, as: field, schema)
      // The ends of unknown groups: what stands between them is counted as if it stood here.
      case 3, 4: break
      default: return
      }
    }
  }

  private mutating func add(
    _ content: UnsafeRawBufferPointer, as field: WireSchema.Field?, _ schema: WireSchema
  ) {
    switch field {
    case .message(let message):
      messages += 1
      add(content, message, schema)
    case .text:
      elements += 1
      text += content.count
    case .numbers(width: 0): elements += content.count { $0 < 0x80 }
    case .numbers(let width): elements += content.count / width
    case .single, nil: break
    }
  }
}

import SwiftProtobuf

/// What stands behind the field numbers of the schema's messages in an encoding.
struct WireSchema: Sendable {
  enum Field: Sendable {
    /// One message, or an element of a list of them: its position in `messages`.
    case message(Int)
    case text
    /// Elements of a list of numbers that take so many bytes each when packed; 0: varints.
    case numbers(width: Int)
    /// A single number, truth value or bytes.
    case single
  }

  /// [message][field number]; nil where the schema has none.
  private let messages: [[Field?]]
  let record: Int
  let header: Int

  /// That of this version.
  static let own: WireSchema = {
    // The package's own schema; tests decode it.
    let files = try! Google_Protobuf_FileDescriptorSet(
      serializedBytes: EmbeddedSchema.descriptorSet
    ).file
    return WireSchema(files)
  }()

  /// The field of a message; nil for a number that this version does not know.
  func field(_ number: Int, of message: Int) -> Field? {
    number < messages[message].count ? messages[message][number] : nil
  }

  private init(_ files: [Google_Protobuf_FileDescriptorProto]) {
    var places: [String: Int] = [:]
    for file in files {
      for message in file.messageType {
        places[".\(file.package).\(message.name)"] = places.count
      }
    }
    messages = files.flatMap(\.messageType).map { message in
      let last = message.field.map { Int($0.number) }.max() ?? 0
      var fields = [Field?](repeating: nil, count: last + 1)
      for field in message.field { fields[Int(field.number)] = Self.field(field, places) }
      return fields
    }
    func place(_ name: String) -> Int {
      places.first { $0.key.hasSuffix(".\(name)") }!.value
    }
    (record, header) = (place("Record"), place("Header"))
  }

  private static func field(
    _ field: Google_Protobuf_FieldDescriptorProto, _ places: [String: Int]
  ) -> Field {
    switch field.type {
    case .message: return .message(places[field.typeName]!)
    case .string: return .text
    case _ where field.label != .repeated, .bytes, .group: return .single
    case .double, .fixed64, .sfixed64: return .numbers(width: 8)
    case .float, .fixed32, .sfixed32: return .numbers(width: 4)
    default: return .numbers(width: 0)
    }
  }
}

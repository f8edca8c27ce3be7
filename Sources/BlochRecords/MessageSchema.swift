import RecordStream
import SwiftProtobuf

/// The fields of a message, read from the schema that every stream carries.
struct MessageSchema: Sendable {
  struct Field: Sendable {
    let leaf: FieldPath.Leaf
    /// The fields of its message; nil for numbers, text and enumerations.
    let message: MessageSchema?
    /// Not so for an `Array` message, which is a list too: see `MessageSchema.isArray`.
    let isRepeated: Bool
    /// Of a number or truth value that the message always has: what its absence from the encoding means.
    let implied: (any Sendable)?
  }

  /// By the names of the schema.
  let fields: [String: Field]
  /// True for the message `Array`, which stands for its elements.
  let isArray: Bool

  /// The message `Record`.
  static let record: MessageSchema = {
    // The package's own schema; tests decode it.
    let files = try! Google_Protobuf_FileDescriptorSet(
      serializedBytes: StreamFormat.descriptorSet
    ).file
    var messages: [String: Google_Protobuf_DescriptorProto] = [:]
    for file in files {
      for message in file.messageType { messages[".\(file.package).\(message.name)"] = message }
    }
    return MessageSchema(".blochpipe.v1.Record", among: messages)
  }()

  private init(_ name: String, among messages: [String: Google_Protobuf_DescriptorProto]) {
    var fields: [String: Field] = [:]
    for field in messages[name]?.field ?? [] {
      let isRepeated = field.label == .repeated
      let isNumber = ![.message, .group, .string, .bytes, .enum].contains(field.type)
      let message = field.type == .message ? Self(field.typeName, among: messages) : nil
      fields[field.name] = Field(
        leaf: message.map { $0.isArray ? .array : .message } ?? Self.leaf(field.type),
        message: message,
        isRepeated: isRepeated,
        implied: !isNumber || isRepeated || field.hasOneofIndex
          ? nil : field.type == .bool ? false : 0)
    }
    self.fields = fields
    isArray = name == ".blochpipe.v1.Array"
  }

  private static func leaf(_ type: Google_Protobuf_FieldDescriptorProto.TypeEnum) -> FieldPath.Leaf
  {
    switch type {
    case .double, .float: .real
    case .uint32, .uint64, .fixed32, .fixed64: .natural
    case .int32, .int64, .sint32, .sint64, .sfixed32, .sfixed64: .integer
    case .bool: .boolean
    default: .text
    }
  }
}

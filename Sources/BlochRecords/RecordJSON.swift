import Foundation
import RecordStream
import SwiftProtobuf

/// Records as JSON objects, with each array as a `NumberArray`. Numbers that are 0 are there
/// although the encoding leaves them out; empty text, empty lists and first values of enumerations
/// are not.
public enum RecordJSON {
  /// The whole record.
  public static func object(_ record: PBRecord) throws -> Any {
    let text = try record.jsonUTF8Data(options: options)
    return try completed(JSONSerialization.jsonObject(with: text), MessageSchema.record)
  }

  /// The value at a path such as "topology.sets[0].name"; nil when the record has none there. Of the
  /// blocks asked for most often only that which the path names is decoded.
  public static func value(at path: FieldPath, of record: PBRecord) throws -> Any? {
    var part = PBRecord()
    switch path.steps[0] {
    case .field("key") where record.hasKey: part.key = record.key
    case .field("status"): return "\(record.status == .failed ? "FAILED" : "OK")"
    case .field("reason"): return record.reason
    case .field("geometry") where record.hasGeometry:
      part.geometry = record.geometry
      if path.steps.count > 1, path.steps[1] != .field("potential") {
        part.geometry.clearPotential()
      }
    case .field("bands") where record.hasBands: part.bands = record.bands
    case .field("irreps") where record.hasIrreps: part.irreps = record.irreps
    case .field("topology") where record.hasTopology: part.topology = record.topology
    case .field("model") where record.hasModel: part.model = record.model
    case .field("gradient") where record.hasGradient: part.gradient = record.gradient
    case .field("connectivity") where record.hasConnectivity:
      part.connectivity = record.connectivity
    // The others together, without what is large.
    default:
      part = record
      part.clearGeometry()
      part.clearBands()
      part.clearGradient()
    }
    var current: Any = try object(part)
    for step in path.steps {
      switch (step, current) {
      case (.field(let name), let dictionary as [String: Any]):
        guard let next = dictionary[name] else { return nil }
        current = next
      case (.index(let i), let list as [Any]):
        guard i < list.count else { return nil }
        current = list[i]
      case (.index(let i), let array as NumberArray):
        guard let entry = array[i] else { return nil }
        current = entry
      default: return nil
      }
    }
    return current
  }

  /// One line of JSON with sorted keys.
  public static func line(_ value: Any) throws -> String {
    var line = ""
    try write(value, to: &line)
    return line
  }

  private static func write(_ value: Any, to line: inout String) throws {
    switch value {
    case let array as NumberArray: array.write(to: &line)
    case let members as [String: Any]:
      line += "{"
      for (i, (name, member)) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        line += i > 0 ? ",\"\(name)\":" : "\"\(name)\":"
        try write(member, to: &line)
      }
      line += "}"
    case let list as [Any]:
      line += "["
      for (i, entry) in list.enumerated() {
        if i > 0 { line += "," }
        try write(entry, to: &line)
      }
      line += "]"
    default:
      let text = try JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes])
      line += String(decoding: text, as: UTF8.self)
    }
  }

  private static var options: JSONEncodingOptions {
    var options = JSONEncodingOptions()
    options.preserveProtoFieldNames = true
    options.alwaysPrintInt64sAsNumbers = true
    return options
  }

  /// Puts in what the encoding of a message leaves out, and lists in place of its arrays.
  private static func completed(_ value: Any, _ schema: MessageSchema) throws -> Any {
    if let list = value as? [Any] { return try list.map { try completed($0, schema) } }
    guard var members = value as? [String: Any] else { return value }
    if schema.isArray { return try elements(members) }
    for (name, field) in schema.fields {
      if let member = members[name] {
        if let message = field.message { members[name] = try completed(member, message) }
      } else if field.isPlainNumber {
        members[name] = 0
      }
    }
    return members
  }

  /// The elements of an `Array` message.
  private static func elements(_ members: [String: Any]) throws -> Any {
    guard let shape = members["shape"] as? [NSNumber] else { return members }
    var array = PBArray()
    array.shape = shape.map(\.uint64Value)
    array.data = Data(base64Encoded: members["data"] as? String ?? "") ?? Data()
    switch members["type"] {
    case let name as String: array.type = name == "BIT" ? .bit : .float32
    // A type that a newer version added stands as its number.
    case let number as NSNumber: array.type = .UNRECOGNIZED(number.intValue)
    default: break
    }
    return try NumberArray(array)
  }
}

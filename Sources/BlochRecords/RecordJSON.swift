import Foundation
import RecordStream
import SwiftProtobuf

/// Records as JSON objects, with each array as a `NumberArray`. Numbers that are 0 and what is false are
/// there although the encoding leaves them out; empty text, empty lists and first values of enumerations
/// are not.
public enum RecordJSON {
  /// The whole record.
  public static func object(_ record: PBRecord) throws -> Any {
    let text = try record.jsonUTF8Data(options: options)
    return try completed(JSONSerialization.jsonObject(with: text), MessageSchema.record)
  }

  /// The value at a path such as "topology.sets[0].name"; nil when the record has none there.
  public static func value(at path: FieldPath, of record: PBRecord) throws -> Any? {
    try values(at: [path], of: record)[0]
  }

  /// The values at several paths. Of the large blocks only those which the paths name are decoded.
  public static func values(at paths: [FieldPath], of record: PBRecord) throws -> [Any?] {
    let root = try object(part(of: record, for: paths))
    return paths.map { path in
      switch path.steps[0] {
      case .field("status"): "\(record.status == .failed ? "FAILED" : "OK")"
      case .field("reason"): record.reason
      default: value(at: path.steps, in: root)
      }
    }
  }

  private static func part(of record: PBRecord, for paths: [FieldPath]) -> PBRecord {
    func wants(_ name: String) -> Bool { paths.contains { $0.steps[0] == .field(name) } }
    var part = record
    if !wants("geometry") { part.clearGeometry() }
    if !wants("bands") { part.clearBands() }
    if !wants("irreps") { part.clearIrreps() }
    if !wants("topology") { part.clearTopology() }
    if !wants("gradient") { part.clearGradient() }
    if !wants("model") { part.clearModel() }
    if !wants("reduced_model") { part.clearReducedModel() }
    if !wants("connectivity") { part.clearConnectivity() }
    if !wants("design") { part.clearDesign() }
    if !wants("derivatives") { part.clearDerivatives() }
    if !wants("density_of_states") { part.clearDensityOfStates() }
    if !wants("states") { part.clearStates() }
    let cells = paths.filter { $0.steps[0] == .field("geometry") }
    if part.hasGeometry,
      cells.allSatisfy({ $0.steps.count > 1 && $0.steps[1] != .field("potential") })
    {
      part.geometry.clearPotential()
    }
    return part
  }

  private static func value(at steps: [FieldPath.Step], in root: Any) -> Any? {
    var current = root
    for step in steps {
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

  /// The entries of a list that a path names, each with the values at further steps from it; nothing where the record
  /// has no such list.
  /// - Parameter rests: steps behind the entry, none for the entry itself.
  public static func entries(
    of list: FieldPath, in record: PBRecord, at rests: [[FieldPath.Step]]
  ) throws -> [[Any?]] {
    guard let found = try value(at: list, of: record) else { return [] }
    let entries: [Any] =
      if let array = found as? NumberArray {
        (0..<(array.shape.first ?? 0)).compactMap { array[$0] }
      } else {
        found as? [Any] ?? []
      }
    return entries.map { entry in rests.map { value(at: $0, in: entry) } }
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
      line += escaped(String(decoding: text, as: UTF8.self))
    }
  }

  /// JSON may hold some characters as they are that a terminal would act on.
  private static func escaped(_ text: String) -> String {
    if !text.unicodeScalars.contains(where: \.isUnprintable) { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      result +=
        scalar.isUnprintable ? String(format: "\\u%04x", scalar.value) : String(Character(scalar))
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
      } else if let implied = field.implied {
        members[name] = implied
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

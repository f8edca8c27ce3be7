import Foundation
import RecordStream
import SwiftProtobuf

/// Records as JSON objects, with arrays expanded to nested lists and defaults left out.
public enum RecordJSON {
  /// The whole record.
  public static func object(_ record: PBRecord) throws -> Any {
    let text = try record.jsonUTF8Data(options: options)
    return try expanded(JSONSerialization.jsonObject(with: text))
  }

  /// The value at a path such as "topology.sets[0].name"; nil when the record has none there. Only
  /// the block that the path names is decoded.
  public static func value(at path: FieldPath, of record: PBRecord) throws -> Any? {
    var part = PBRecord()
    switch path.steps[0] {
    case .field("key"): part.key = record.key
    case .field("status"): return "\(record.status == .failed ? "FAILED" : "OK")"
    case .field("reason"): return record.reason
    case .field("geometry"):
      part.geometry = record.geometry
      if path.steps.count > 1, path.steps[1] != .field("potential") {
        part.geometry.clearPotential()
      }
    case .field("bands"): part.bands = record.bands
    case .field("irreps"): part.irreps = record.irreps
    case .field("topology"): part.topology = record.topology
    case .field("gradient"): part.gradient = record.gradient
    default:
      throw StreamError(
        .usage,
        "no field '\(path.text)'; a path starts with key, status, reason, geometry, bands, irreps, "
          + "topology or gradient")
    }
    var current: Any = try object(part)
    // Proto3 leaves zeros out; a sample numbered 0 must still show.
    if path.steps[0] == .field("key"), record.hasKey {
      current = [
        "key": ["seed": record.key.seed, "index": record.key.index, "name": record.key.name]
      ]
    }
    for step in path.steps {
      switch (step, current) {
      case (.field(let name), let dictionary as [String: Any]):
        guard let next = dictionary[name] else { return nil }
        current = next
      case (.index(let i), let list as [Any]):
        guard i < list.count else { return nil }
        current = list[i]
      default: return nil
      }
    }
    return current
  }

  /// One line of JSON with sorted keys.
  public static func line(_ value: Any) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }

  private static var options: JSONEncodingOptions {
    var options = JSONEncodingOptions()
    options.preserveProtoFieldNames = true
    options.alwaysPrintInt64sAsNumbers = true
    return options
  }

  private static func expanded(_ value: Any) throws -> Any {
    if let list = value as? [Any] { return try list.map(expanded) }
    guard let dictionary = value as? [String: Any] else { return value }
    if let shape = dictionary["shape"] as? [NSNumber], let text = dictionary["data"] as? String {
      var array = PBArray()
      array.shape = shape.map(\.uint64Value)
      array.data = Data(base64Encoded: text) ?? Data()
      switch dictionary["type"] as? String {
      case "FLOAT32": array.type = .float32
      case "BIT": array.type = .bit
      default: break
      }
      let values = try array.doubles()
      var at = 0
      return nested(values, array.shape.map(Int.init)[...], array.type == .float64, &at)
    }
    return try dictionary.mapValues(expanded)
  }

  private static func nested(
    _ values: [Double], _ shape: ArraySlice<Int>, _ wide: Bool, _ at: inout Int
  ) -> Any {
    guard let extent = shape.first else {
      defer { at += 1 }
      let v = values[at]
      if !v.isFinite { return v.isNaN ? "NaN" : v > 0 ? "Infinity" : "-Infinity" }
      return wide ? NSNumber(value: v) : NSDecimalNumber(string: "\(Float(v))")
    }
    return (0..<extent).map { _ in nested(values, shape.dropFirst(), wide, &at) }
  }
}

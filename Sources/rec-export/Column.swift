import BlochRecords
import Foundation
import RecordStream

/// A field of all records on its way into a .npy file.
final class Column {
  let path: FieldPath
  /// Neighbouring records that store it alike; no type where they lack it.
  private var runs: [(type: NumpyType?, records: Int)] = []
  /// In one record.
  private var shape: [Int]?
  private var numbers: Spool?
  private var texts: [String] = []

  init(_ path: FieldPath) { self.path = path }

  /// Whether no record has it.
  var isEmpty: Bool { shape == nil }

  private var elements: Int { (shape ?? []).reduce(1, *) }

  /// Takes the next record's value, as `RecordJSON` gives it.
  /// - Throws: `ShapeChange`; `StreamError` (I/O, bad data).
  func append(_ value: Any?) throws {
    guard let value else { return extend(nil) }
    if let array = value as? NumberArray {
      try check(array.shape)
      switch array.type {
      case .float64: try store(Array(array.values), as: .float64)
      case .float32: try store(array.values.map { Float($0) }, as: .float32)
      default: try store(array.values.map { UInt8($0) }, as: .bool)
      }
      return
    }
    let list = value as? [Any]
    try check(list.map { [$0.count] } ?? [])
    let values = list ?? [value]
    switch path.leaf {
    case .integer: try store(values.map { Self.number($0).int64Value }, as: .int64)
    case .natural: try store(values.map { Self.number($0).uint64Value }, as: .uint64)
    case .boolean: try store(values.map { UInt8(Self.number($0).boolValue ? 1 : 0) }, as: .bool)
    case .text:
      texts += values.map { $0 as? String ?? "" }
      extend(.text(0))
    default: try store(values.map { Self.number($0).doubleValue }, as: .float64)
    }
  }

  /// Writes the array [records, shape...].
  /// - Throws: `StreamError` (I/O).
  func write(to archive: ZipWriter) throws {
    let records = runs.reduce(0) { $0 + $1.records }
    let type = finalType
    try archive.add("\(path.text).npy") { output in
      try type.header(shape: [records] + (shape ?? [])).withUnsafeBytes(output)
      try numbers?.rewind()
      var text = 0
      for run in runs {
        var left = run.records * elements
        while left > 0 {
          let count = min(left, 1 << 16)
          left -= count
          if case .text(let length) = type {
            let piece = run.type == nil ? [] : texts[text..<text + count]
            text += piece.count
            try Self.encoded(piece, count, length).withUnsafeBytes(output)
          } else {
            try piece(count, of: run.type, as: type).withUnsafeBytes(output)
          }
        }
      }
    }
  }

  /// Wide enough for what every record has.
  private var finalType: NumpyType {
    let types = runs.compactMap(\.type)
    let isMissing = runs.contains { $0.type == nil }
    switch path.leaf {
    case .text: return .text(max(1, texts.map(\.unicodeScalars.count).max() ?? 1))
    case .boolean: return .bool
    case .integer: return isMissing ? .float64 : .int64
    case .natural: return isMissing ? .float64 : .uint64
    case .real, .message: return .float64
    case .array:
      if types.isEmpty || types.contains(.float64) { return .float64 }
      return isMissing || types.contains(.float32) ? .float32 : .bool
    }
  }

  private func check(_ found: [Int]) throws {
    if let shape, shape != found { throw ShapeChange(path.text, from: shape, to: found) }
    shape = found
  }

  private func store<Number>(_ values: [Number], as type: NumpyType) throws {
    if numbers == nil { numbers = try Spool() }
    try values.withUnsafeBytes { try numbers?.append($0) }
    extend(type)
  }

  private func extend(_ type: NumpyType?) {
    if let last = runs.last, last.type == type {
      runs[runs.count - 1].records += 1
    } else {
      runs.append((type, 1))
    }
  }

  /// The next elements of a run in the type of the whole column.
  private func piece(_ count: Int, of run: NumpyType?, as type: NumpyType) throws -> [UInt8] {
    guard let run, let numbers else {
      return type == .bool
        ? [UInt8](repeating: 0, count: count)
        : Self.encoded([Double](repeating: .nan, count: count), as: type)
    }
    let bytes = try numbers.read(count * run.size)
    if run == type { return bytes }
    let values = bytes.withUnsafeBytes { bytes -> [Double] in
      switch run {
      case .bool: bytes.map { Double($0) }
      case .float32: bytes.bindMemory(to: Float.self).map { Double($0) }
      case .int64: bytes.bindMemory(to: Int64.self).map { Double($0) }
      case .uint64: bytes.bindMemory(to: UInt64.self).map { Double($0) }
      default: Array(bytes.bindMemory(to: Double.self))
      }
    }
    return Self.encoded(values, as: type)
  }

  private static func encoded(_ values: [Double], as type: NumpyType) -> [UInt8] {
    type == .float32
      ? values.map { Float($0) }.withUnsafeBytes { Array($0) }
      : values.withUnsafeBytes { Array($0) }
  }

  /// Texts in UTF-32, each with `length` code points; those that lack are empty.
  private static func encoded(_ texts: ArraySlice<String>, _ count: Int, _ length: Int) -> [UInt8] {
    var points = [UInt32](repeating: 0, count: count * length)
    for (i, text) in texts.enumerated() {
      for (j, scalar) in text.unicodeScalars.enumerated() { points[i * length + j] = scalar.value }
    }
    return points.withUnsafeBytes { Array($0) }
  }

  /// A number of JSON, where those that are not finite are text.
  private static func number(_ value: Any) -> NSNumber {
    switch value {
    case let number as NSNumber: number
    case let integer as Int: NSNumber(value: integer)
    case let flag as Bool: NSNumber(value: flag)
    case let text as String: NSNumber(value: Double(text) ?? .nan)
    default: NSNumber(value: Double.nan)
    }
  }
}

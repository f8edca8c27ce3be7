import BlochRecords
import Foundation
import RecordStream

/// A comparison of a field with a number or a text: "topology.sets[0].verdict = FRAGILE".
struct RecordCondition: Sendable {
  enum Comparison: String, CaseIterable {
    // Those of two characters first, as others begin them.
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case same = "=="
    case equal = "="
    case less = "<"
    case more = ">"
  }

  private let path: FieldPath
  private let comparison: Comparison
  private let wanted: String
  /// What is wanted as a number, if it is one.
  private let number: Double?

  /// - Throws: `StreamError` (usage) for what is no comparison of a field.
  init(_ argument: String) throws {
    let found = Comparison.allCases.compactMap { comparison in
      argument.range(of: comparison.rawValue).map { (comparison, $0) }
    }
    guard let (comparison, range) = found.min(by: { $0.1.lowerBound < $1.1.lowerBound }) else {
      throw StreamError(
        .usage,
        "--where compares a field with a number or a text by =, !=, <, <=, > or >=, not '\(argument)'"
      )
    }
    path = try FieldPath(argument[..<range.lowerBound].trimmingCharacters(in: .whitespaces))
    self.comparison = comparison
    wanted = argument[range.upperBound...].trimmingCharacters(in: .whitespaces)
    number = Double(wanted)
  }

  /// - Throws: `StreamError` (usage) where text is asked to be smaller or larger, or the field has parts.
  func holds(for record: PBRecord) throws -> Bool {
    guard let value = try RecordJSON.value(at: path, of: record) else { return false }
    if let own = Self.number(value) {
      guard let number else {
        throw StreamError(.usage, "--where: '\(path.text)' is a number, and '\(wanted)' is none")
      }
      return switch comparison {
      case .equal, .same: own == number
      case .unequal: own != number
      case .less: own < number
      case .atMost: own <= number
      case .more: own > number
      case .atLeast: own >= number
      }
    }
    guard let own = value as? String else {
      throw StreamError(.usage, "--where: '\(path.text)' has parts; name one number or text")
    }
    return switch comparison {
    case .equal, .same: own == wanted
    case .unequal: own != wanted
    default:
      throw StreamError(.usage, "--where: '\(path.text)' is text; compare it by = or !=")
    }
  }

  /// A number, or a truth as 1 or 0; JSON writes those that are not finite as text.
  private static func number(_ value: Any) -> Double? {
    switch value {
    case let array as NumberArray where array.shape.isEmpty: array.values.first
    case let number as NSNumber: number.doubleValue
    case let text as String where ["NaN", "Infinity", "-Infinity"].contains(text): Double(text)
    default: nil
    }
  }
}

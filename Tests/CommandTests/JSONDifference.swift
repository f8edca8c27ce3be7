import Foundation

/// What a value of JSON lacks of an older one.
enum JSONDifference {
  /// The value that a text of JSON holds.
  static func parse(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  /// Where `value` first differs from `expected`, as "path: a is not b"; nil when it holds all of it.
  ///
  /// - Parameters:
  ///   - value: may have members that `expected` lacks where they are 0 or false: fields that were added to the schema.
  ///   - expected: the older value.
  ///   - tolerance: largest difference of two numbers.
  static func first(
    _ value: Any, _ expected: Any, within tolerance: Double = 0, at path: String = ""
  ) -> String? {
    switch (value, expected) {
    case (let value as [String: Any], let expected as [String: Any]):
      for (name, member) in value where expected[name] == nil {
        if (member as? NSNumber)?.doubleValue != 0 { return "\(path).\(name): \(member) is new" }
      }
      for (name, member) in expected.sorted(by: { $0.key < $1.key }) {
        guard let found = value[name] else { return "\(path).\(name): is not there" }
        if let difference = first(found, member, within: tolerance, at: "\(path).\(name)") {
          return difference
        }
      }
      return nil
    case (let value as [Any], let expected as [Any]):
      if value.count != expected.count {
        return "\(path): \(value.count) entries, not \(expected.count)"
      }
      for (i, (a, b)) in zip(value, expected).enumerated() {
        if let difference = first(a, b, within: tolerance, at: "\(path)[\(i)]") {
          return difference
        }
      }
      return nil
    case (let value as NSNumber, let expected as NSNumber):
      let same = abs(value.doubleValue - expected.doubleValue) <= tolerance
      return same ? nil : "\(path): \(value) is not \(expected)"
    case (let value as String, let expected as String):
      return value == expected ? nil : "\(path): \(value) is not \(expected)"
    default: return "\(path): \(value) is not \(expected)"
    }
  }
}

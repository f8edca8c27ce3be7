import RecordStream

/// A path to a field of a record: names joined by dots, list positions in brackets, e.g.
/// "topology.sets[0].name".
public struct FieldPath: Sendable, Equatable {
  public enum Step: Sendable, Equatable {
    case field(String)
    case index(Int)
  }

  /// What stands at a path, by itself or, where the path ends at a list, in it.
  public enum Leaf: Sendable {
    /// A message `Array`, or a part of one.
    case array
    case integer, natural, real, boolean
    /// Text, or the name of an enumeration's value.
    case text
    /// A message with parts of its own.
    case message
  }

  public let text: String
  public let steps: [Step]
  public let leaf: Leaf

  /// A field that every record has, and that costs nothing.
  public static let index = try! FieldPath("index")

  /// Words for what is asked for most often.
  public static let shorthands = [
    "index": "key.index", "class": "topology.sets[0].name", "verdict": "topology.sets[0].verdict",
    "gaps_from": "topology.connectivity",
  ]

  /// - Throws: `StreamError` (usage) for text that is no path, and for a path that no record can have.
  public init(_ text: String) throws {
    self.text = text
    var steps: [Step] = []
    let path = Self.shorthands[text] ?? text
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty else { throw Self.malformed(text) }
      steps.append(.field(String(name)))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let i = Int(piece.dropLast()), i >= 0 else {
          throw Self.malformed(text)
        }
        steps.append(.index(i))
      }
    }
    self.steps = steps
    leaf = try Self.leaf(of: steps, text)
  }

  /// Whether it names a list or an array, which has entries.
  public var isList: Bool { (try? FieldPath(text + "[0]")) != nil }

  /// The steps that stand behind an entry of a list: of ".name" those of "name", of "." none.
  /// - Parameter list: the path of the list.
  /// - Throws: `StreamError` (usage) for what no entry has.
  public static func rest(_ text: String, behind list: FieldPath) throws -> [Step] {
    let part = text == "." || text.hasPrefix(".[") ? String(text.dropFirst()) : text
    let whole = try FieldPath((shorthands[list.text] ?? list.text) + "[0]" + part)
    return Array(whole.steps.dropFirst(list.steps.count + 1))
  }

  /// Every array, number and text of a record that is not in a list, by name.
  public static let singles: [FieldPath] = paths(in: .record, prefix: "")

  private static func paths(in schema: MessageSchema, prefix: String) -> [FieldPath] {
    schema.fields.sorted { $0.key < $1.key }.flatMap { name, field -> [FieldPath] in
      if field.isRepeated { return [] }
      if let message = field.message, !message.isArray {
        return paths(in: message, prefix: "\(prefix)\(name).")
      }
      // Paths made from the schema are in it.
      return [try! FieldPath(prefix + name)]
    }
  }

  /// Follows the path through the schema.
  private static func leaf(of steps: [Step], _ text: String) throws -> Leaf {
    var schema: MessageSchema? = .record
    var isList = false
    var leaf = Leaf.message
    var here = ""
    for step in steps {
      switch step {
      case .index(let i):
        guard isList else {
          throw StreamError(.usage, "no field '\(text)'; \(here) is not a list")
        }
        // Arrays have any number of dimensions.
        isList = schema?.isArray ?? false
        here += "[\(i)]"
      case .field(let name):
        guard !isList || schema?.isArray ?? true else {
          throw StreamError(.usage, "no field '\(text)'; \(here) is a list, write \(here)[0]")
        }
        guard let message = schema, !message.isArray else {
          throw StreamError(.usage, "no field '\(text)'; \(here) has no parts with names")
        }
        guard let field = message.fields[name] else {
          let names = message.fields.keys.sorted().joined(separator: ", ")
          throw StreamError(
            .usage, "no field '\(text)'; \(here.isEmpty ? "a record" : here) has \(names)")
        }
        here += here.isEmpty ? name : ".\(name)"
        isList = field.isRepeated || field.message?.isArray ?? false
        schema = field.message
        leaf = field.leaf
      }
    }
    return leaf
  }

  private static func malformed(_ text: String) -> StreamError {
    StreamError(.usage, "'\(text)' is no field; write e.g. key.index or topology.sets[0].name")
  }
}

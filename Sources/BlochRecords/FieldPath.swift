import RecordStream

/// A path to a field of a record: names joined by dots, list positions in brackets, e.g.
/// "topology.sets[0].name".
public struct FieldPath: Sendable, Equatable {
  public enum Step: Sendable, Equatable {
    case field(String)
    case index(Int)
  }

  public let text: String
  public let steps: [Step]

  /// - Throws: `StreamError` (usage) for text that is no path.
  public init(_ text: String) throws {
    self.text = text
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
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
  }

  private static func malformed(_ text: String) -> StreamError {
    StreamError(.usage, "'\(text)' is no field; write e.g. key.index or topology.sets[0].name")
  }
}

/// The shapes of network that can be built and trained.
public enum Architecture: Sendable, Equatable {
  /// A residual dense network on the potential's symmetric Fourier coefficients.
  case fourier(width: Int, blocks: Int)

  /// "fourier width=768 blocks=4".
  public var description: String {
    switch self {
    case .fourier(let width, let blocks): "fourier width=\(width) blocks=\(blocks)"
    }
  }

  /// Reads what `description` writes; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, words[0] == "fourier", words[1].hasPrefix("width="),
      words[2].hasPrefix("blocks="), let width = Int(words[1].dropFirst(6)),
      let blocks = Int(words[2].dropFirst(7))
    else { return nil }
    self = .fourier(width: width, blocks: blocks)
  }

  /// - Throws: `SolverError` for sizes out of range.
  public func network(outputs: Int) throws -> Network {
    switch self {
    case .fourier(let width, let blocks):
      guard width % 16 == 0, (16...8192).contains(width), (0...64).contains(blocks) else {
        throw SolverError(
          "a network has a width of 16 to 8192, a multiple of 16, and 0 to 64 blocks, not \(width) "
            + "and \(blocks)")
      }
      return .fourier(width: width, blocks: blocks, outputs: outputs)
    }
  }
}

/// The shapes of network that can be built and trained.
public enum Architecture: Sendable, Equatable {
  /// A residual dense network on the potential's symmetric Fourier coefficients.
  case fourier(width: Int, blocks: Int)
  /// The same for potentials of any height in a range, or for light.
  case family(width: Int, blocks: Int)
  /// The paper's convolutional network on 100 x 100 pixels.
  case paper(dropout: Double)

  /// "fourier width=768 blocks=4", "paper dropout=0.15".
  public var description: String {
    switch self {
    case .fourier(let width, let blocks): "fourier width=\(width) blocks=\(blocks)"
    case .family(let width, let blocks): "family width=\(width) blocks=\(blocks)"
    case .paper(let dropout): "paper dropout=\(dropout)"
    }
  }

  /// Reads what `description` writes; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ").map { $0.split(separator: "=") }
    switch (words.map(\.first), words.map(\.last)) {
    case (["fourier", "width", "blocks"], let values):
      guard let width = Int(values[1]!), let blocks = Int(values[2]!) else { return nil }
      self = .fourier(width: width, blocks: blocks)
    case (["family", "width", "blocks"], let values):
      guard let width = Int(values[1]!), let blocks = Int(values[2]!) else { return nil }
      self = .family(width: width, blocks: blocks)
    case (["paper", "dropout"], let values):
      guard let dropout = Double(values[1]!) else { return nil }
      self = .paper(dropout: dropout)
    default: return nil
    }
  }

  private var kind: NetworkInput.Kind {
    switch self {
    case .fourier: .fourier
    case .family: .family
    case .paper: .pixels(100)
    }
  }

  /// Whether it knows crystals of many strengths.
  public var isFamily: Bool { kind == .family }

  /// - Throws: `SolverError` for a group that no such network knows.
  public func input(_ symmetry: CrystalSymmetry) throws -> NetworkInput {
    if let input = NetworkInput(kind, symmetry) { return input }
    throw SolverError(
      kind == .pixels(100)
        ? "the paper's network knows cells with C6 symmetry only"
        : "networks know cells with the rotations of p6 or p4 only, not those of \(symmetry.group)")
  }

  /// - Throws: `SolverError` for sizes out of range.
  public func network(inputs: Int, outputs: Int) throws -> Network {
    switch self {
    case .fourier(let width, let blocks), .family(let width, let blocks):
      guard width % 16 == 0, (16...8192).contains(width), (0...64).contains(blocks) else {
        throw SolverError(
          "a network has a width of 16 to 8192, a multiple of 16, and 0 to 64 blocks, not \(width) "
            + "and \(blocks)")
      }
      return .residual(inputs: inputs, width: width, blocks: blocks, outputs: outputs)
    case .paper(let dropout):
      guard (0..<1).contains(dropout) else {
        throw SolverError("a share of \(dropout) cannot be left out; choose 0 to below 1")
      }
      return .paper(dropout: dropout, outputs: outputs)
    }
  }
}

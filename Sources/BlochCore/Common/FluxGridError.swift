/// Why a grid of plaquettes cannot be made.
public enum FluxGridError: Error, Equatable, CustomStringConvertible {
  case divisions(Int)

  public var description: String {
    switch self {
    case .divisions(let n): "a grid of \(n) x \(n) plaquettes; choose from 3 to 2000"
    }
  }
}

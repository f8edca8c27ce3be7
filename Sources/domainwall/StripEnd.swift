import BlochCore
import RecordStream

/// What a strip ends in.
enum StripEnd: Sendable, Equatable {
  case hard
  /// Layers with one value of the pattern, above the last crystal and below the first.
  case medium(Double, layers: Int)

  /// - Returns: nil unless the text is "hard" or a value from 0 to 1.
  init?(_ text: String, layers: Int) {
    if text == "hard" {
      self = .hard
    } else if let value = Double(text), (0...1).contains(value) {
      self = .medium(value, layers: layers)
    } else {
      return nil
    }
  }

  /// Of the medium.
  var layers: Int { if case .medium(_, let count) = self { count } else { 0 } }

  /// The medium as a crystal like another one; nil where there is none.
  func medium(_ cell: UnitCell) -> UnitCell? {
    guard case .medium(let value, _) = self else { return nil }
    return UnitCell(
      symmetry: cell.symmetry, vMax: cell.vMax, pixels: cell.pixels,
      potential: [Float](repeating: Float(value), count: cell.potential.count),
      source: "medium", medium: cell.medium)
  }

  func describe(_ wall: inout PBDomainWall) {
    switch self {
    case .hard: wall.end = "hard"
    case .medium(let value, _):
      wall.end = "medium"
      wall.endValue = value
    }
  }
}

import Foundation
import RecordStream

/// An `Array` message in JSON: nested lists of numbers, kept flat.
public struct NumberArray: Sendable {
  /// Extents of the dimensions; none for a single number.
  public let shape: [Int]
  /// Row-major.
  public let values: ArraySlice<Double>
  /// How the numbers were stored.
  public let type: PBElementType

  /// - Throws: `StreamError` (bad data) when shape, type and data do not agree.
  init(_ array: PBArray) throws {
    values = try array.doubles()[...]
    shape = array.shape.map(Int.init)
    type = array.type
  }

  private init(shape: [Int], values: ArraySlice<Double>, type: PBElementType) {
    self.shape = shape
    self.values = values
    self.type = type
  }

  /// The entry at a position of the first dimension; nil behind its end or when there is none.
  subscript(position: Int) -> NumberArray? {
    guard let extent = shape.first, position < extent else { return nil }
    let size = values.count / extent
    let start = values.startIndex + position * size
    return NumberArray(
      shape: Array(shape.dropFirst()), values: values[start..<(start + size)], type: type)
  }

  /// The text of a number; JSON has no infinities, so these are strings.
  public func text(_ value: Double) -> String {
    if !value.isFinite {
      return value.isNaN ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\""
    }
    if let integer = Int32(exactly: value) { return "\(integer)" }
    return type == .float64 ? "\(value)" : "\(Float(value))"
  }

  /// Appends nested lists.
  func write(to line: inout String) {
    var rest = values
    write(shape[...], &rest, to: &line)
  }

  private func write(
    _ shape: ArraySlice<Int>, _ rest: inout ArraySlice<Double>, to line: inout String
  ) {
    guard let extent = shape.first else {
      line += text(rest.removeFirst())
      return
    }
    line += "["
    for i in 0..<extent {
      if i > 0 { line += "," }
      write(shape.dropFirst(), &rest, to: &line)
    }
    line += "]"
  }
}

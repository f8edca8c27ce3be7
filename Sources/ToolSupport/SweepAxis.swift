import ArgumentParser
import Glibc

/// One parameter that a sweep varies: "distance=0.25:0.45:41" runs from 0.25 to 0.45 in 41 points,
/// both ends included.
public struct SweepAxis<Name: RawRepresentable<String> & Sendable>: CustomStringConvertible,
  Sendable
{
  private static var maximumPoints: Int { 1_000_000 }

  public let name: Name
  public let values: [Double]
  /// As it was given.
  public let description: String

  /// - Throws: `ValidationError` for text that is no sweep.
  public init(_ argument: String) throws {
    let form = ValidationError(
      "write name=from:to:points with up to \(Self.maximumPoints) points, from and to equal if it is one"
    )
    let sides = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2 else { throw form }
    guard let name = Name(rawValue: String(sides[0])) else {
      throw ValidationError("there is no parameter '\(sides[0])'")
    }
    let parts = sides[1].split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let first = Double(parts[0]), let last = Double(parts[1]),
      let count = Int(parts[2]), first.isFinite, last.isFinite,
      (1...Self.maximumPoints).contains(count), count > 1 || first == last
    else { throw form }
    self.name = name
    description = argument
    values = (0..<count).map { k in
      // Exact at both ends; values that are meant to be round are, and have short names.
      if k == 0 { return first }
      if k == count - 1 { return last }
      let value = first + (last - first) * (Double(k) / Double(count - 1))
      let digits = pow(10, 12 - log10(max(abs(first), abs(last))).rounded(.up))
      return (value * digits).rounded() / digits
    }
  }
}

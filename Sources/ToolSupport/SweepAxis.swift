import ArgumentParser

/// One parameter that a sweep varies: "distance=0.25:0.45:41" runs from 0.25 to 0.45 in 41 points,
/// both ends included.
public struct SweepAxis<Name: RawRepresentable<String> & Sendable>: ExpressibleByArgument,
  CustomStringConvertible, Sendable
{
  private static var maximumPoints: Int { 1_000_000 }

  public let name: Name
  public let values: [Double]
  /// As it was given.
  public let description: String

  public init?(argument: String) {
    let sides = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, let name = Name(rawValue: String(sides[0])) else { return nil }
    let parts = sides[1].split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let first = Double(parts[0]), let last = Double(parts[1]),
      let count = Int(parts[2]), first.isFinite, last.isFinite,
      (1...Self.maximumPoints).contains(count), count > 1 || first == last
    else { return nil }
    self.name = name
    description = argument
    values = (0..<count).map { k in
      // Exact at both ends.
      k == count - 1 ? last : first + (last - first) * (Double(k) / Double(max(count - 1, 1)))
    }
  }
}

/// A geometry that cannot be made from what was given.
public struct GeometryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, and what to do, in one line without the tool's name.
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// What cannot be searched for, in one line.
public struct DesignError: Error, CustomStringConvertible, Sendable {
  public let description: String
  public init(_ description: String) { self.description = description }
}

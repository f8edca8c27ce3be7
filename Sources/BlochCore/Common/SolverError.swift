/// Why a unit cell cannot be solved; the text is meant for the user.
public struct SolverError: Error, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

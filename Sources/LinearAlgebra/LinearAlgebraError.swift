/// A LAPACK routine that could not finish.
public struct LinearAlgebraError: Error, Sendable, CustomStringConvertible {
  /// The routine, e.g. "dpotrf".
  public let routine: String
  /// LAPACK's info value: positive when the computation broke down, negative for a bad argument.
  public let info: Int

  public var description: String { "LAPACK \(routine) failed with info \(info)" }

  static func check(_ routine: String, _ info: Int32) throws {
    if info != 0 { throw LinearAlgebraError(routine: routine, info: Int(info)) }
  }
}

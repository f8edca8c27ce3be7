/// What is wrong with a picture, in one line.
public struct PictureError: Error, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

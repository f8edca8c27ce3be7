/// What is wrong with a picture, in one line.
struct NetpbmError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

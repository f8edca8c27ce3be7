/// A field has another shape than in the records before.
struct ShapeChange: Error, CustomStringConvertible {
  let description: String

  init(_ field: String, from old: [Int], to new: [Int]) {
    description = "\(field) changes its shape from \(old) to \(new)"
  }
}

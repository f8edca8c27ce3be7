/// Why a mesh cannot be made, in one line.
package struct MeshError: Error, Equatable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

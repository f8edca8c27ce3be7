/// How long the edges of a mesh are: at most `largest`, `curvature` divided by the curvature of the interface, and `width`
/// times half the width of necks, growing from there by `gradation` per unit of distance.
package struct MeshSpacing: Hashable, Sendable {
  /// In units of the lattice's shorter vector.
  package var largest: Double
  /// About the angle by which the interface turns along an edge.
  package var curvature: Double
  /// Of the radius of the circle that touches the interface from either side and ends where it meets it again.
  package var width: Double
  package var gradation: Double

  package init(largest: Double, curvature: Double, width: Double, gradation: Double) {
    self.largest = largest
    self.curvature = curvature
    self.width = width
    self.gradation = gradation
  }

  package static let coarse = MeshSpacing(
    largest: 1.0 / 18, curvature: 1, width: 2, gradation: 0.6)
  package static let standard = MeshSpacing(
    largest: 1.0 / 20, curvature: 0.8, width: 1.6, gradation: 0.5)
  package static let fine = MeshSpacing(
    largest: 1.0 / 26, curvature: 0.7, width: 1.4, gradation: 0.45)
  package static let finer = MeshSpacing(
    largest: 1.0 / 28, curvature: 0.6, width: 1.2, gradation: 0.4)
  package static let reference = MeshSpacing(
    largest: 1.0 / 50, curvature: 0.35, width: 0.7, gradation: 0.35)

  /// From coarse to fine.
  package static let ladder = [coarse, standard, fine, finer, reference]

  /// Throws unless all four are in the range that makes sense.
  func check() throws(MeshError) {
    func check(_ value: Double, _ range: ClosedRange<Double>, _ name: String) throws(MeshError) {
      guard range.contains(value) else {
        throw MeshError("\(name) is \(value); choose \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check(largest, 0.002...0.25, "the largest edge")
    try check(curvature, 0.02...2, "the turn along an edge")
    try check(width, 0.02...4, "the length of an edge per half width")
    try check(gradation, 0.05...2, "the growth of edges")
  }
}

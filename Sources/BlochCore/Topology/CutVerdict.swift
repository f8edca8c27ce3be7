/// What was found at a cut between two neighbouring bands. Raw values are those of the record stream.
public enum CutVerdict: Int, Sendable {
  /// The bands touch: at nodes, or at high-symmetry points.
  case nodes = 1
  /// They do not.
  case gapped
  /// Evidence disagrees, or something could not be resolved.
  case unresolved
}

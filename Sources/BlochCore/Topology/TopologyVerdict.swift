/// What a set of bands is. Raw values are those of the record stream.
public enum TopologyVerdict: Int, Sendable, CaseIterable {
  /// The fingerprint of one elementary band representation.
  case elementary = 1
  /// A sum of several band representations, all on Wyckoff position 1a.
  case composite = 2
  /// A sum of several, but every such sum needs one on 2b or 3c.
  case obstructedAtomic = 3
  /// A difference of band representations, and no sum.
  case fragile = 4
  /// The set does not close within the bands known.
  case undetermined = 5
  /// A sum of band representations by its irreps, but its two bands have an Euler number, which no such
  /// sum has: fragile, and invisible to fingerprints.
  case winding = 6
}

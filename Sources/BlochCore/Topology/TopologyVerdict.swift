/// What a set of bands is. Raw values are those of the record stream.
public enum TopologyVerdict: Int, Sendable, CaseIterable {
  /// The fingerprint of one elementary band representation.
  case elementary = 1
  /// A sum of several band representations, all on the first Wyckoff position, 1a in p6.
  case composite = 2
  /// A sum of several, but every such sum needs one on another position, 2b or 3c in p6.
  case obstructedAtomic = 3
  /// A difference of band representations, and no sum.
  case fragile = 4
  /// The set does not close within the bands known, or is too large to decompose.
  case undetermined = 5
  /// A sum of band representations by its irreps, but its two bands have an Euler number, which no such
  /// sum has: fragile, and invisible to fingerprints.
  case winding = 6
  /// With time reversal an indicator that proves nodes between these bands and others: no gap isolates them.
  case semimetal = 7
  /// Without time reversal an indicator that no band representation has: the Chern number does not vanish.
  case stable = 8
}

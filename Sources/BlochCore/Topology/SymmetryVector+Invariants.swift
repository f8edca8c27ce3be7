import WallpaperGroups

extension SymmetryVector {
  /// Whether an isolated set of bands can have this vector as far as lines of symmetry say: no negative number, as many
  /// bands at all points, and the compatibility relations of mirrors and glides.
  public var isCompatible: Bool { counts.allSatisfy { $0 >= 0 } && meetsRelations }

  /// Whether a gap above bands with this vector contradicts nothing: compatible, and with trivial indicators. With time
  /// reversal an indicator proves nodes: in p6 it is the C2 theorem, n_f and n_- agree modulo 2.
  public var isAllowed: Bool { isCompatible && indicators.allSatisfy { $0 == 0 } }

  /// Whether the vector is an integer combination of band representations: as `isAllowed`, but numbers may be negative.
  public var isInLattice: Bool { meetsRelations && indicators.allSatisfy { $0 == 0 } }

  /// The values of the group's symmetry indicators, 0 to modulus - 1 each; none where the group has none.
  public var indicators: [Int] { tables.symmetry.indicators.values(of: counts) }

  private var meetsRelations: Bool {
    tables.symmetry.relations.allSatisfy { IntegerLattice.dot($0.row, counts) == 0 }
  }

  /// Second Stiefel-Whitney number, 0 or 1: floor(N/2) summed over the four wave vectors that equal their negatives,
  /// modulo 2, N the number of bands odd under the rotation by 180 degrees. Nil without that rotation or time reversal,
  /// and where a first Stiefel-Whitney number does not vanish, so that the second depends on the origin.
  /// Source: Ahn, Park and Yang, PRX 9, 021013 (2019).
  public var w2: Int? {
    guard tables.timeReversal, let odd = oddBands, isOrientable else { return nil }
    return odd.reduce(0) { $0 + $1.weight * ($1.count / 2) } & 1
  }

  /// Whether the bands have a continuous orientation along every line: an odd number of odd bands at all four points
  /// or at none.
  private var isOrientable: Bool {
    guard let odd = oddBands else { return false }
    return odd.allSatisfy { ($0.count - odd[0].count) % 2 == 0 }
  }

  private var oddBands: [(weight: Int, count: Int)]? {
    let found = tables.parities.map { ($0.weight, IntegerLattice.dot($0.odd, counts)) }
    return found.reduce(0) { $0 + $1.0 } == 4 ? found : nil
  }

  /// The values that the Euler number of an allowed two-band set may take, up to sign and modulo the order n of the
  /// group's rotations, in 0...n/2; empty for other numbers of bands, for groups without a rotation by 180 degrees or
  /// with mirrors, and for bands without an orientation.
  ///
  /// e2 is the sum over points with a rotation of order d of n/d times the angular momentum m of an oriented frame
  /// there: +-m for a pair, d/2 for two bands with the eigenvalue -1, 0 for two with 1. Where several signs are open
  /// (pairs at several points) several values are possible and only a Wilson loop decides. A rotation that has the
  /// eigenvalues 1 and -1 turns the orientation round, so e2 = -e2 = 0.
  public var eulerNumbers: [Int] {
    let group = tables.group
    guard tables.timeReversal, group.hasTwofoldRotation, !group.hasMirror, bands == 2, isAllowed,
      isOrientable
    else { return [] }
    let n = group.rotationOrder
    var sums: Set<Int> = [0]
    for (index, point) in tables.symmetry.points.enumerated() {
      let d = point.group.rotations
      var moment = 0
      for (entry, irrep) in zip(tables.ranges[index], point.corepresentations)
      where counts[entry] > 0 {
        let m = abs(point.irreps[irrep.irreps[0]].rotationNumbers[0])
        if irrep.bands == 2 {
          moment = m
        } else {
          // One band of each kind: a frame that the rotation turns round.
          if counts[entry] == 1 { return [0] }
          moment = m
        }
      }
      // Members of a star that rotations join are one orbit of n/d points.
      let weight = n / d
      sums = Set(sums.flatMap { [$0 + weight * moment, $0 - weight * moment] })
    }
    let values = Set(
      sums.map { sum in
        let e = ((sum % n) + n) % n
        return min(e, n - e)
      })
    return values.sorted()
  }

  /// The Euler number of an allowed two-band set up to sign and modulo the order of the rotations; nil when the irreps
  /// leave several values open, and where there is none.
  public var eulerNumber: Int? {
    let values = eulerNumbers
    return values.count == 1 ? values[0] : nil
  }

  /// Charge, in electrons modulo 1, 0..<1, that the set, filled, leaves in one of n equal sectors of a sample around the
  /// first Wyckoff position, with the order n of the rotation there: (e - N)/n, e electrons at one point and N ions, as
  /// many as there are bands for each point. Corners of 60 degrees in p6, 90 in p4, 120 in p3; half a sample in p2. Nil
  /// in groups without rotations and for vectors that are no combination of band representations.
  ///
  /// Source: Benalcazar, Li and Hughes, PRB 99, 245151 (2019), whose forms agree where the dipole vanishes.
  public var cornerCharge: Double? {
    cornerChargeFraction.map { Double($0.numerator) / Double($0.denominator) }
  }

  /// `cornerCharge` as a fraction in lowest terms.
  public var cornerChargeFraction: (numerator: Int, denominator: Int)? {
    guard let charge = tables.charge, isInLattice else { return nil }
    let electrons = charge.form(counts)
    let points = tables.group.wyckoffPositions[0].multiplicity
    // n times the multiplicity divides both denominators.
    let whole = electrons.denominator * charge.order * points
    let value =
      electrons.numerator * charge.order * points - bands * electrons.denominator
    let positive = ((value % whole) + whole) % whole
    let divisor = Self.divisor(positive, whole)
    return (positive / divisor, whole / divisor)
  }

  /// Sum of the Wannier centres along a1 and a2, 0..<1 each: the dipole of the electrons, modulo what moving one by a
  /// lattice vector changes. Nil in groups without rotations and for vectors that are no combination of band
  /// representations.
  public var dipole: (Double, Double)? {
    guard let (first, second) = tables.dipole, isInLattice else { return nil }
    let (a, b) = (first(counts), second(counts))
    return (
      Double(a.numerator) / Double(a.denominator), Double(b.numerator) / Double(b.denominator)
    )
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}

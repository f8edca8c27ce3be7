/// A linear form modulo 1 on the lattice {AI} of atomic fingerprints.
public struct WannierForm: Sendable {
  /// Numerators, one for each entry, 0..<denominator.
  public let numerators: [Int]
  public let denominator: Int

  /// The value as a fraction in lowest terms, 0 <= numerator < denominator.
  public func callAsFunction(_ vector: [Int]) -> (numerator: Int, denominator: Int) {
    let value = IntegerLattice.dot(numerators, vector) % denominator
    let positive = value < 0 ? value + denominator : value
    let divisor = greatestCommonDivisor(positive, denominator)
    return (positive / divisor, denominator / divisor)
  }

  /// The form with given values, modulo 1, at vectors; nil where relations among the vectors contradict them.
  init?(vectors: [[Int]], values: [Int], over denominator: Int) {
    let columns = vectors[0].count
    let smith = SmithForm(vectors, columns: columns)
    let turned = smith.left.map { IntegerLattice.dot($0, values) }
    guard turned.dropFirst(smith.divisors.count).allSatisfy({ $0 % denominator == 0 }) else {
      return nil
    }
    // D y = U b modulo 1, x = V y.
    let common = smith.divisors.last ?? 1
    let y = zip(smith.divisors, turned).map { $1 * (common / $0) }
    let whole = denominator * common
    let form = smith.right.map { row in
      let value = IntegerLattice.dot(Array(row.prefix(y.count)), y) % whole
      return value < 0 ? value + whole : value
    }
    let divisor = form.reduce(whole) { greatestCommonDivisor($0, $1) }
    numerators = form.map { $0 / divisor }
    self.denominator = whole / divisor
  }
}

/// The electrons that Wannier functions bring to the points of a position.
public struct CornerCharge: Sendable {
  /// Index of the Wyckoff position.
  public let position: Int
  /// Order of the rotations about its points.
  public let order: Int
  /// Electrons at one point divided by the order, modulo 1: what a corner of a sample with that rotation about the point
  /// gets of them.
  public let form: WannierForm
}

extension SymmetryTables {
  /// The sum of the Wannier centres in lattice coordinates, modulo 1: forms of the components along a1 and a2. Nil in
  /// groups without rotations, where centres can move.
  public var dipole: (WannierForm, WannierForm)? {
    guard group.rotationOrder > 1 else { return nil }
    let centres = bandRepresentations.map { representation in
      group.wyckoffPositions[representation.position].orbit.reduce((0, 0)) {
        ($0.0 + representation.dimension * $1.n1, $0.1 + representation.dimension * $1.n2)
      }
    }
    let vectors = bandRepresentations.map(\.vector)
    guard let first = WannierForm(vectors: vectors, values: centres.map(\.0), over: 60),
      let second = WannierForm(vectors: vectors, values: centres.map(\.1), over: 60)
    else { return nil }
    return (first, second)
  }

  /// For every position with a rotation, where no relation among band representations forbids a form.
  public var cornerCharges: [CornerCharge] {
    group.wyckoffPositions.enumerated().compactMap { index, position in
      let order = position.siteGroup.rotations
      guard order > 1 else { return nil }
      let values = bandRepresentations.map { $0.position == index ? $0.dimension : 0 }
      return WannierForm(vectors: bandRepresentations.map(\.vector), values: values, over: order)
        .map { CornerCharge(position: index, order: order, form: $0) }
    }
  }
}

/// What fingerprints say beyond compatibility: the quotient X = {BS}/{AI} of the lattice of compatible vectors by that of
/// the integer combinations of band representations, by the Smith form.
public struct SymmetryIndicators: Sendable {
  /// A homomorphism from {BS} to the integers modulo `modulus` that vanishes on {AI}.
  public struct Form: Sendable {
    public let modulus: Int
    public let coefficients: [Int]

    /// 0..<modulus.
    public func callAsFunction(_ vector: [Int]) -> Int {
      let value = IntegerLattice.dot(coefficients, vector) % modulus
      return value < 0 ? value + modulus : value
    }
  }

  /// Hermite basis of {BS}, all integer vectors that meet the compatibility relations.
  public let compatible: [[Int]]
  /// Hermite basis of {AI}, all integer combinations of band representations.
  public let atomic: [[Int]]
  /// X as a product of cyclic groups: one form for each factor. Empty where X is trivial.
  public let forms: [Form]

  /// The orders of X's cyclic factors.
  public var group: [Int] { forms.map(\.modulus) }

  init(relations: [[Int]], atomic vectors: [[Int]], count: Int) {
    compatible = IntegerLattice.kernel(of: relations, columns: count)
    atomic = IntegerLattice.hermiteBasis(vectors)
    let inclusion = atomic.map { [compatible] in
      IntegerLattice.coordinates(of: $0, in: compatible)!
    }
    let smith = SmithForm(inclusion, columns: compatible.count)
    precondition(smith.divisors.count == compatible.count, "an infinite quotient")
    // B+ with B B+ = 1: {BS} is saturated, so that its own Smith form is the unit matrix.
    let basis = SmithForm(compatible, columns: count)
    let inverse = IntegerLattice.product(
      basis.right.map { [compatible] in Array($0.prefix(compatible.count)) }, basis.left)
    forms = smith.divisors.enumerated().filter { $1 > 1 }.map { column, modulus in
      Form(
        modulus: modulus,
        coefficients: inverse.map { row in
          let value = IntegerLattice.dot(row, smith.right.map { $0[column] }) % modulus
          return value < 0 ? value + modulus : value
        })
    }
  }

  /// The values of all forms.
  public func values(of vector: [Int]) -> [Int] { forms.map { $0(vector) } }

  /// Whether a vector is in {BS}.
  public func isCompatible(_ vector: [Int]) -> Bool {
    IntegerLattice.coordinates(of: vector, in: compatible) != nil
  }

  /// Whether a vector is in {AI}.
  public func isAtomicCombination(_ vector: [Int]) -> Bool {
    IntegerLattice.coordinates(of: vector, in: atomic) != nil
  }

  /// The ways to split a compatible fingerprint into two non-zero non-negative compatible ones, one part of each.
  func parts(of vector: [Int]) -> [[Int]] {
    // Coordinates in the Hermite basis are fixed by the pivots, which stay between 0 and those of the vector.
    var found: [[Int]] = []
    func extend(_ part: [Int], _ row: Int) {
      if row == compatible.count {
        if zip(part, vector).allSatisfy({ 0 <= $0 && $0 <= $1 }), part != vector,
          part.contains(where: { $0 != 0 })
        {
          found.append(part)
        }
        return
      }
      let basis = compatible[row]
      let pivot = basis.firstIndex { $0 != 0 }!
      for value in 0...vector[pivot] where (value - part[pivot]) % basis[pivot] == 0 {
        let factor = (value - part[pivot]) / basis[pivot]
        extend(zip(part, basis).map { $0 + factor * $1 }, row + 1)
      }
    }
    extend([Int](repeating: 0, count: vector.count), 0)
    return found
  }
}

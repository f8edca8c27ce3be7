import LinearAlgebra

/// The model in real space, as other programs take it.
extension TightBindingModel {
  /// [n]: whether a function changes its sign under C2.
  package var isOdd: [Bool] { basis.map(\.isOdd) }

  /// H(R) for every lattice vector R = n1 a1 + n2 a2 that has one: H(k) = sum over R of exp(i k.R) H(R).
  ///
  /// The functions are those of `family` in the model's order, all at the origin, real and without the
  /// factor i that makes H(k) real. So H(R) is real and H(-R) its transpose.
  /// - Parameter coefficients: [coefficientCount], any unit of energy.
  /// - Returns: the home cell and the neighbours, by n1, then n2; matrices [n x n], element (i, j)
  ///   between function i at 0 and function j at R, in the unit of the coefficients.
  public func realSpace(
    _ coefficients: [Double]
  ) -> [(n1: Int, n2: Int, matrix: RealMatrix)] {
    let n = family.dimension
    var home = RealMatrix(rows: n, columns: n)
    var ahead = [RealMatrix](repeating: home, count: hops.count)
    var behind = ahead
    var elements = harmonics(coefficients).makeIterator()
    for i in 0..<n {
      for j in 0...i {
        let element = elements.next()!
        home[i, j] = element.onSite
        for l in hops.indices {
          let hopping = element.hopping[l]
          ahead[l][i, j] = hopping
          behind[l][j, i] = hopping
          if i == j { continue }
          // 2 sin(k.a) between parities: i (T exp(ik.a) - T exp(-ik.a)), with the factor i taken back.
          ahead[l][j, i] = element.isSine ? -hopping : hopping
          behind[l][i, j] = ahead[l][j, i]
        }
      }
    }
    var cells = [(n1: 0, n2: 0, matrix: home)]
    for (l, hop) in hops.enumerated() {
      cells.append((hop.n1, hop.n2, ahead[l]))
      cells.append((-hop.n1, -hop.n2, behind[l]))
    }
    return cells.sorted { ($0.n1, $0.n2) < ($1.n1, $1.n2) }
  }
}

import WallpaperGroups

extension BlockCopies {
  /// `functions` of a field of two components: of displacements along x and along y, whose images are turned.
  func vectorFunctions(of g: ReciprocalVector) -> [[Wave]] {
    let d = dimension
    let lattice = point.metric.lattice
    var images: [ReciprocalVector] = []
    for operation in point.operations {
      let image = point.image(g, operation)
      if !images.contains(image) { images.append(image) }
    }
    // [images x components x members of the multiplet]
    var all = SmallComplex(rows: images.count * 2 * d, columns: 2 * d)
    for (l, operation) in point.operations.enumerated() {
      let at = images.firstIndex(of: point.image(g, operation))!
      let phase = Complex.twelfth(point.phase(g, operation))
      let turn = lattice.rotation(operation)
      for (polarisation, image) in [(turn.xx, turn.yx), (turn.xy, turn.yy)].enumerated() {
        for n in 0..<d {
          let column = polarisation * d + n
          for m in 0..<d {
            let factor = phase * matrix(l, m, n).conjugate
            let (x, y) = (2 * at * d + m, (2 * at + 1) * d + m)
            all[x, column] = all[x, column] + Complex(image.0, 0) * factor
            all[y, column] = all[y, column] + Complex(image.1, 0) * factor
          }
        }
      }
    }
    let independent = all.orthonormalColumns(isReal: false)
    return (0..<independent.columns).map { n in
      // C2T conjugates the factors and changes their sign: of a real block the largest is made imaginary.
      var turn = Complex.one
      if isReal {
        let own = (0..<independent.rows).map { independent[$0, n] }
        let largest = own.max { $0.squaredMagnitude < $1.squaredMagnitude } ?? .one
        turn = Complex(0, 1) * Complex(angle: -largest.argument)
      }
      return images.enumerated().flatMap { at, image in
        waves(
          image, factors: (0..<2 * d).map { turn * independent[2 * at * d + $0, n] }, lattice)
      }
    }
  }

  /// A plane wave on the copies.
  /// - Parameters:
  ///   - factors: [components][members of the multiplet]
  private func waves(
    _ g: ReciprocalVector, factors: [Complex], _ lattice: Lattice
  ) -> [Wave] {
    let d = dimension
    let (m1, m2) = (point.p1 + point.q * g.n1, point.p2 + point.q * g.n2)
    return cosets.enumerated().map { j, coset in
      let (i1, i2) = coset.inverse.image(m1: m1, m2: m2)
      let turns = Double(m1 * coset.t1 + m2 * coset.t2) / Double(2 * point.q)
      let phase = Complex(angle: 2 * Double.pi * (turns - turns.rounded(.down)))
      // In the coordinates of the copy.
      let turn = lattice.rotation(coset)
      let values = [(turn.xx, turn.yx), (turn.xy, turn.yy)].flatMap { x, y -> [Complex] in
        var own = SmallComplex(rows: count, columns: 1)
        for m in 0..<d {
          own[j * d + m, 0] =
            phase * (Complex(x, 0) * factors[m] + Complex(y, 0) * factors[d + m])
        }
        return (basis.adjoint * own).elements
      }
      return (i1, i2, values)
    }
  }
}

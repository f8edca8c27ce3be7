extension LittleGroup {
  /// All irreps. They come from the smallest rotation r and the first mirror s: an eigenvalue of r is a
  /// one-dimensional irrep where s keeps it (two, s even or odd) or there is no s, and else spans a two-dimensional one
  /// with its image. One-dimensional ones come first, by |m|, m > 0, even; then the others by |m|.
  public func irreps() -> [Irrep] {
    let n = rotations
    // r^n is the identity, without translation, where n > 1.
    let eigenvalues = (0..<n).map { (m: 2 * $0 > n ? $0 - n : $0, phase: 12 / n * $0) }
      .sorted { (abs($0.m), $0.m < 0 ? 1 : 0) < (abs($1.m), $1.m < 0 ? 1 : 0) }
    guard operations.count > n else {
      return eigenvalues.map { m, phase in
        Irrep(
          symbol: cyclicSymbol(m), matrices: matrices(r: RayMatrix(diagonal: [phase]), s: nil),
          rotationNumbers: [m])
      }
    }
    let s = operations[n]
    let square = translationPhase(s * s, over: .identity)
    // s^-1 r s = {1|T} r^(n-1): how s changes an eigenvalue of r.
    let r = n > 1 ? operations[1] : .identity
    let twist = translationPhase(s.inverse * r * s, over: power(r, n - 1))
    var (single, double): ([Irrep], [Irrep]) = ([], [])
    var done: Set<Int> = []
    for (m, phase) in eigenvalues where !done.contains(phase) {
      let partner = modulo12(twist + (n - 1) * phase)
      done.formUnion([phase, partner])
      if partner == phase {
        for odd in 0...1 {
          single.append(
            Irrep(
              symbol: mirrorSymbol(m, odd: odd, rank: single.count),
              // Half of the unreduced phase: so even stays even along a line of wave vectors.
              matrices: matrices(
                r: RayMatrix(diagonal: [phase]),
                s: RayMatrix(diagonal: [square / 2 + 6 * odd])),
              rotationNumbers: [m]))
        }
      } else {
        let other = eigenvalues.first { $0.phase == partner }!.m
        double.append(
          Irrep(
            symbol: m + other == 0 ? (n == 6 ? "E\(abs(m))" : "E") : "D",
            matrices: matrices(
              r: RayMatrix(diagonal: [phase, partner]),
              s: RayMatrix(rows: [1, 0], phases: [0, square])),
            rotationNumbers: [m, other]))
      }
    }
    return single + double
  }

  /// The matrices of all operations from those of r and s: g = {1|T} r^a s^b.
  private func matrices(r: RayMatrix, s: RayMatrix?) -> [RayMatrix] {
    let rotation = rotations > 1 ? operations[1] : .identity
    return operations.map { operation in
      var product = operation.isMirror ? operations[rotations] : .identity
      var matrix = operation.isMirror ? s! : RayMatrix(diagonal: r.phases.map { _ in 0 })
      while !product.hasSameMatrix(as: operation) {
        product = rotation * product
        matrix = r * matrix
      }
      return matrix.turned(by: translationPhase(operation, over: product))
    }
  }

  private func translationPhase(_ operation: Operation, over other: Operation) -> Int {
    let t = operation.translation(from: other)!
    return phase(t.n1, t.n2)
  }

  private func power(_ operation: Operation, _ exponent: Int) -> Operation {
    (0..<exponent).reduce(.identity) { product, _ in product * operation }
  }

  private func cyclicSymbol(_ m: Int) -> String {
    if m == 0 { return "A" }
    if 2 * m == rotations { return "B" }
    return "E" + (rotations == 6 ? String(abs(m)) : "") + (m > 0 ? "+" : "-")
  }

  private func mirrorSymbol(_ m: Int, odd: Int, rank: Int) -> String {
    if rotations == 1 { return odd == 0 ? "A'" : "A''" }
    if m == 0 { return "A\(odd + 1)" }
    if 2 * m == rotations { return "B\(odd + 1)" }
    return "P\(rank + 1)"
  }

  private func modulo12(_ phase: Int) -> Int { ((phase % 12) + 12) % 12 }
}

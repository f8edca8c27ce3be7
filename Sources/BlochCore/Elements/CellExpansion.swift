import WallpaperGroups

/// One function of a multiplet on images h of the domain, in terms of what its block is solved for: psi(h x) = sum of
/// factors times the numbers at the node x.
struct CellExpansion: Sendable {
  /// [images][copies][parts]: complex factors of the real numbers of a block.
  let factors: [Complex]
  let images: Int
  /// Numbers at each node: copies times parts.
  let numbers: Int

  /// The functions that a state of the block gives: the members of the multiplet, and those that time reversal makes of
  /// them where the block itself does not have these. In crystals with C2 all of them are real in the sense that C2T
  /// leaves them unchanged.
  /// - Parameters:
  ///   - image: carries the functions to another wave vector, behind time reversal where that is needed.
  ///   - images: h.
  ///   - isReal: whether the crystal has C2.
  ///   - reversal: carries the point's wave vector to its negative, in crystals without C2.
  static func all(
    _ block: BlockCopies, image: (operation: Operation, isTimeReversed: Bool)?,
    images: [Operation], isReal: Bool, reversal: Operation?
  ) -> [CellExpansion] {
    let own = image ?? (.identity, false)
    func table(_ member: Int, _ g: (operation: Operation, isTimeReversed: Bool), at h: Operation)
      -> [Complex]
    {
      // (g psi)(h x) = psi(g^-1 h x); a sign for all of it does not matter.
      let row = block.expansion(at: g.operation.inverse * h)
      return (0..<block.count).flatMap { copy -> [Complex] in
        let factor = row[member, copy]
        let pair = block.isReal ? [factor] : [factor, Complex(0, 1) * factor]
        return g.isTimeReversed ? pair.map(\.conjugate) : pair
      }
    }
    let numbers = block.count * (block.isReal ? 1 : 2)
    var result: [CellExpansion] = []
    func append(_ factors: [[Complex]]) {
      result.append(
        CellExpansion(factors: factors.flatMap { $0 }, images: images.count, numbers: numbers))
    }
    let inversion = Operation(-1, 0, 0, -1)
    for member in 0..<block.dimension {
      if !isReal {
        append(images.map { table(member, own, at: $0) })
        continue
      }
      // psi and C2T psi: their sum, and i times their difference.
      let here = images.map { table(member, own, at: $0) }
      let there = images.map { table(member, own, at: inversion * $0).map(\.conjugate) }
      func sum(_ sign: Double, _ factor: Complex) -> [[Complex]] {
        zip(here, there).map { zip($0, $1).map { factor * ($0 + Complex(sign, 0) * $1) } }
      }
      if block.isReal {
        // One of them vanishes.
        let (even, odd) = (sum(1, Complex(0.5, 0)), sum(-1, Complex(0, 0.5)))
        append(Self.size(even) > Self.size(odd) ? even : odd)
      } else {
        let scale = 0.5.squareRoot()
        append(sum(1, Complex(scale, 0)))
        append(sum(-1, Complex(0, scale)))
      }
    }
    if !isReal, block.block.isPaired, let reversal {
      let partner = (own.operation * reversal, !own.isTimeReversed)
      for member in 0..<block.dimension {
        append(images.map { table(member, partner, at: $0) })
      }
    }
    return result
  }

  private static func size(_ factors: [[Complex]]) -> Double {
    factors.reduce(0) { $0 + $1.reduce(0) { $0 + $1.squaredMagnitude } }
  }
}

import WallpaperGroups

/// What the derivatives of one block's functions by the components of the wave vector are in another block of the same
/// point: linear in what the vector a (N_i du - u dN_i) is on the copies of the domain.
struct BlockDerivatives: Sendable {
  /// [independent functions][copies of the target][2][copies of the source]
  let factors: [[Complex]]
  let targets: Int
  let sources: Int

  init(
    of source: BlockCopies, in target: BlockCopies,
    rotation: (Operation) -> (xx: Double, xy: Double, yx: Double, yy: Double)
  ) {
    targets = target.count
    sources = source.count
    let d = target.dimension
    let rows = 2 * targets * sources
    var columns = SmallComplex(rows: rows, columns: 2 * d * source.dimension)
    // Projections, for each direction alpha and each member of either multiplet, in the values of the target.
    for (l, operation) in target.point.operations.enumerated() {
      for (j, coset) in target.cosets.enumerated() {
        let place = operation.inverse * coset
        let turn = rotation(place)
        let values = source.expansion(at: place)
        for (alpha, row) in [(turn.xx, turn.xy), (turn.yx, turn.yy)].enumerated() {
          for member in 0..<source.dimension {
            for n in 0..<d {
              let column = (alpha * source.dimension + member) * d + n
              for m in 0..<d {
                let weight = Complex(0, -1) * target.matrix(l, m, n).conjugate
                for from in 0..<sources {
                  let value = weight * values[member, from]
                  let at = (j * d + m) * 2 * sources + from
                  columns[at, column] = columns[at, column] + Complex(row.0, 0) * value
                  columns[at + sources, column] =
                    columns[at + sources, column] + Complex(row.1, 0) * value
                }
              }
            }
          }
        }
      }
    }
    // To the basis of the copies.
    var turned = SmallComplex(rows: rows, columns: columns.columns)
    let adjoint = target.basis.adjoint
    for column in 0..<columns.columns {
      for from in 0..<2 * sources {
        for i in 0..<targets {
          var sum = Complex.zero
          for j in 0..<targets {
            sum = sum + adjoint[i, j] * columns[j * 2 * sources + from, column]
          }
          turned[i * 2 * sources + from, column] = sum
        }
      }
    }
    let size = turned.elements.reduce(0) { max($0, $1.squaredMagnitude) }
    if size < 1e-16 {
      factors = []
      return
    }
    let independent = turned.orthonormalColumns(isReal: target.isReal && source.isReal)
    factors = (0..<independent.columns).map { column in
      (0..<rows).map { independent[$0, column] }
    }
  }
}

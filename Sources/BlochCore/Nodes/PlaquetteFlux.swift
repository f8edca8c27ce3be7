/// Berry fluxes of the lowest n states through the plaquettes of a grid that closes in both directions, for
/// all n at once. Rows come one by one; the determinants of each link are computed once.
///
/// The flux is the argument of the product of the four overlap determinants around a plaquette: the sum
/// over all plaquettes is 2 pi times the Chern number, and real states have 0 or pi. Source: Fukui,
/// Hatsugai and Suzuki, J. Phys. Soc. Jpn. 74, 1674 (2005), whose sign this is: opposite to that with the
/// connection i<u|grad u>.
package struct PlaquetteFlux<Scalar: OverlapScalar> {
  package let columns: Int
  package let order: Int
  package let count: Int
  private var determinants: OverlapDeterminants<Scalar>
  private var first: Row?
  private var last: Row?

  private struct Row {
    /// [columns][count][order]
    var states: [Scalar]
    /// Of the links to the next column: [columns][count].
    var links: [Scalar]
  }

  /// - Parameters:
  ///   - columns: wave vectors in a row.
  ///   - order: components of a state.
  ///   - count: states at each wave vector.
  package init(columns: Int, order: Int, count: Int) {
    self.columns = columns
    self.order = order
    self.count = count
    determinants = OverlapDeterminants(order: order, count: count)
  }

  /// Takes the next row.
  /// - Parameter states: [columns][count][order]
  /// - Returns: products of the determinants around the plaquettes between the row before and this
  ///   one, counter-clockwise where rows go up: [columns][count] for n = 1 ... count. Empty for the first
  ///   row.
  package mutating func add(_ states: [Scalar]) -> [Scalar] {
    precondition(states.count == columns * count * order, "a row of another size")
    let row = Row(states: states, links: links(states, states, step: 1))
    let products = last.map { self.products($0, row) } ?? []
    if first == nil { first = row }
    last = row
    return products
  }

  /// - Returns: the same for the plaquettes between the last row and the first.
  package mutating func close() -> [Scalar] {
    guard let first, let last else { return [] }
    return products(last, first)
  }

  private mutating func products(_ low: Row, _ high: Row) -> [Scalar] {
    let up = links(low.states, high.states, step: 0)
    var result = up
    for i in 0..<columns {
      let next = i + 1 == columns ? 0 : i + 1
      for n in 0..<count {
        let (here, there) = (i * count + n, next * count + n)
        result[here] =
          low.links[here] * up[there] * (high.links[here] * up[here]).conjugate
      }
    }
    return result
  }

  /// Determinants between the columns of one row and those `step` further in the other.
  private mutating func links(_ a: [Scalar], _ b: [Scalar], step: Int) -> [Scalar] {
    let (columns, count, size) = (columns, count, count * order)
    return [Scalar](unsafeUninitializedCapacity: columns * count) { result, filled in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          for i in 0..<columns {
            let j = i + step == columns ? 0 : i + step
            determinants.compute(
              a.baseAddress! + i * size, b.baseAddress! + j * size,
              into: result.baseAddress! + i * count)
          }
        }
      }
      filled = columns * count
    }
  }
}

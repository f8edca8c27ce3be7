import LinearAlgebra

/// States of one wall that continue each other from wave vector to wave vector.
public struct EdgeBranch: Sendable, Equatable {
  public var wall: Int
  /// Numbers of the first and the last wave vector.
  public var first: Int
  public var last: Int
  /// Lowest and highest energy.
  public var low: Double
  public var high: Double

  public init(wall: Int, first: Int, last: Int, low: Double, high: Double) {
    (self.wall, self.first, self.last) = (wall, first, last)
    (self.low, self.high) = (low, high)
  }
}

/// Follows states by their overlaps.
struct BranchTracker {
  private(set) var branches: [EdgeBranch] = []
  /// Of the wave vector before.
  private var before: (states: [EdgeState], vectors: ComplexMatrix)?

  /// Gives the states of the next wave vector their branches.
  mutating func add(_ states: inout [EdgeState], _ vectors: ComplexMatrix, at kappa: Int) {
    var pairs: [(overlap: Double, old: Int, new: Int)] = []
    if let before {
      let product = ComplexMatrix.adjointProduct(before.vectors, vectors)
      for new in states.indices {
        for old in before.states.indices where before.states[old].wall == states[new].wall {
          let at = 2 * (old + new * before.states.count)
          let square =
            product.storage[at] * product.storage[at]
            + product.storage[at + 1] * product.storage[at + 1]
          if square > 0.3 { pairs.append((square, old, new)) }
        }
      }
    }
    var (taken, given) = (Set<Int>(), Set<Int>())
    for pair in pairs.sorted(by: { $0.overlap > $1.overlap })
    where !taken.contains(pair.old) && !given.contains(pair.new) {
      taken.insert(pair.old)
      given.insert(pair.new)
      states[pair.new].branch = before?.states[pair.old].branch ?? 0
    }
    for new in states.indices {
      let energy = states[new].energy
      if given.contains(new) {
        let number = states[new].branch
        branches[number].last = kappa
        branches[number].low = min(branches[number].low, energy)
        branches[number].high = max(branches[number].high, energy)
      } else {
        states[new].branch = branches.count
        branches.append(
          EdgeBranch(wall: states[new].wall, first: kappa, last: kappa, low: energy, high: energy))
      }
    }
    before = (states, vectors)
  }
}

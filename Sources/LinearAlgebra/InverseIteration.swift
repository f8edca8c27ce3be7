/// One state's inverse iteration: factors of T - shift with partial pivoting, and the vector.
struct InverseIteration<Lane: EigenLane> {
  typealias Scalar = Lane.Scalar
  private var order = 0
  /// 1/diagonal, first and second off-diagonal of the upper factor; multipliers of the lower; and 1 where
  /// rows i and i + 1 were exchanged.
  private var reciprocal: UnsafeMutablePointer<Lane>!
  private var above: UnsafeMutablePointer<Lane>!
  private var second: UnsafeMutablePointer<Lane>!
  private var factor: UnsafeMutablePointer<Lane>!
  private var swapped: UnsafeMutablePointer<Lane>!
  private var x: UnsafeMutablePointer<Lane>!
  private var shift = Lane.zero
  private var pivot = Lane.zero
  private var next = Lane.zero
  /// Components i + 1 and i + 2 while solving backwards.
  private var one = Lane.zero
  private var two = Lane.zero

  @inline(__always)
  init() {}

  @inline(__always)
  init(order: Int, work: UnsafeMutablePointer<Lane>, vector: UnsafeMutablePointer<Lane>) {
    self.order = order
    reciprocal = work
    above = work + order
    second = work + 2 * order
    factor = work + 3 * order
    swapped = work + 4 * order
    x = vector
  }

  typealias Tridiagonal = (diagonal: UnsafePointer<Lane>, off: UnsafePointer<Lane>)

  @inline(__always)
  mutating func begin(_ shift: Lane, _ t: Tridiagonal, seed: Int) {
    self.shift = shift
    pivot = t.diagonal[0] - shift
    next = order > 1 ? t.off[1] : .zero
    for i in 0..<order { x[i] = Self.start(i, seed) }
  }

  /// Numbers in 0.5..<1.5 without pattern: starts stay independent where every vector is an eigenvector.
  @inline(__always)
  private static func start(_ i: Int, _ state: Int) -> Lane {
    var hash = UInt32(truncatingIfNeeded: (i + 1) &* 73_856_093 ^ (state + 1) &* 19_349_663)
    hash = (hash ^ hash >> 13) &* 0x5bd1_e995
    return Lane(repeating: Scalar((hash ^ hash >> 15) & 1023) / 1024 + 0.5)
  }

  @inline(__always)
  mutating func eliminate(_ i: Int, _ t: Tridiagonal, _ least: Lane) {
    let sub = t.off[i + 1]
    let middle = t.diagonal[i + 1] - shift
    let beyond = i + 2 < order ? t.off[i + 2] : .zero
    let exchange = Lane.whereLess(
      Lane.magnitude(pivot), Lane.magnitude(sub), Lane(repeating: 1), .zero)
    let top = Self.pick(exchange, sub, pivot)
    let bottom = Self.pick(exchange, pivot, sub)
    let inverse = 1 / Self.awayFromZero(top, least)
    reciprocal[i] = inverse
    above[i] = Self.pick(exchange, middle, next)
    second[i] = Self.pick(exchange, beyond, .zero)
    let multiplier = bottom * inverse
    factor[i] = multiplier
    swapped[i] = exchange
    let left = Self.pick(exchange, next, middle)
    let right = Self.pick(exchange, .zero, beyond)
    pivot = left.addingProduct(-multiplier, above[i])
    next = right.addingProduct(-multiplier, second[i])
  }

  @inline(__always)
  mutating func endElimination(_ least: Lane) {
    reciprocal[order - 1] = 1 / Self.awayFromZero(pivot, least)
    above[order - 1] = .zero
    second[order - 1] = .zero
    if order > 1 { second[order - 2] = .zero }
  }

  @inline(__always)
  mutating func forward(_ i: Int) {
    let upper = Self.pick(swapped[i], x[i + 1], x[i])
    let lower = Self.pick(swapped[i], x[i], x[i + 1])
    x[i] = upper
    x[i + 1] = lower.addingProduct(-factor[i], upper)
  }

  @inline(__always)
  mutating func backward(_ i: Int) {
    if i == order - 1 {
      one = .zero
      two = .zero
    }
    let value =
      x[i].addingProduct(-second[i], two).addingProduct(-above[i], one) * reciprocal[i]
    x[i] = value
    two = one
    one = value
  }

  @inline(__always)
  private static func awayFromZero(_ x: Lane, _ least: Lane) -> Lane {
    Lane.whereLess(Lane.magnitude(x), least, least, x)
  }

  @inline(__always)
  private static func pick(_ exchange: Lane, _ yes: Lane, _ no: Lane) -> Lane {
    Lane.whereLess(.zero, exchange, yes, no)
  }
}

// The two precisions are compiled here, where the generic code can be specialised.

extension BatchedEigenproblem where Lane == SIMD16<Float> {
  /// Solves the matrices in `packed`: `values`, and `vectors` on request.
  /// - Parameter tolerance: absolute width at which bisection stops; 0 for all that Float holds.
  public mutating func solve(tolerance: Float, withVectors: Bool = false) {
    tridiagonalize()
    bisect(tolerance: Lane(repeating: tolerance))
    if withVectors { findVectors() }
  }
}

extension BatchedEigenproblem where Lane == SIMD8<Double> {
  /// Solves the matrices in `packed`: `values`, and `vectors` on request.
  /// - Parameter tolerance: absolute width at which bisection stops; 0 for all that Double holds.
  public mutating func solve(tolerance: Double, withVectors: Bool = false) {
    solve(tolerances: Lane(repeating: tolerance), withVectors: withVectors)
  }

  /// The same with a tolerance for each matrix.
  public mutating func solve(tolerances tolerance: SIMD8<Double>, withVectors: Bool) {
    tridiagonalize()
    bisect(tolerance: tolerance)
    if withVectors { findVectors() }
  }
}

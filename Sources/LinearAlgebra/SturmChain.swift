/// Leading principal minors of T - x, p_i = (d_i - x) p_i-1 - e_i^2 p_i-2 up to powers of two: as many
/// change sign as eigenvalues are below x. There is no division, and a minor of 0 counts once whatever
/// its sign.
struct SturmChain<Lane: EigenLane> {
  static var stretch: Int { 5 }
  private var minor: Lane
  private var previous: Lane
  private var changes: Lane.Bits

  @inline(__always)
  init(_ first: Lane) {
    minor = first
    previous = Lane(repeating: 1)
    changes = .zero
    Lane.countChange(&changes, minor, previous)
  }

  /// - Parameter e2: minus the square of the off-diagonal.
  @inline(__always)
  mutating func advance(_ d: Lane, _ e2: Lane) {
    let next = (e2 * previous).addingProduct(d, minor)
    Lane.countChange(&changes, next, minor)
    previous = minor
    minor = next
  }

  /// Wanted after every `stretch` steps, to stay within range.
  @inline(__always)
  mutating func rescale() { Lane.rescale(&minor, &previous) }

  var below: Lane {
    @inline(__always) get { Lane.number(changes) }
  }
}

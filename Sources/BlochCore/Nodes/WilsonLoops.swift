import Glibc

/// Topology of an isolated set of bands from Wilson loops along b1, followed as k2 goes round the
/// zone.
///
/// States are real, so a loop is an orthogonal matrix: the product of the overlaps of neighbouring
/// frames, each replaced by the nearest orthogonal matrix. Its determinant is the first Stiefel-Whitney class.
/// For two bands it is a rotation, whose angle winds as often as the Euler number says. For any number of
/// bands w2 is the parity of the number of times that its spectrum crosses pi: the sign that the lift of the
/// closed path to the double cover Spin(n) comes back with. Loops and wave vectors are added until
/// all overlaps are well away from singular ones and every step is a small rotation.
///
/// Sources: Ahn, Park and Yang, PRX 9, 021013 (2019); Bouhon, Black-Schaffer and Slager, PRB 100, 195135
/// (2019).
public struct WilsonLoops: Sendable, Equatable {
  /// Whether loops along b1 and b2 have determinant 1. Always so in p6 with all orbitals on 1a, where
  /// the determinants are (-1)^(n_f + n_-), also for s + f, whose frame C6 turns round: the winding
  /// comes out as 0 then.
  public var isOrientable: Bool
  /// |Euler number| of two bands; nil for other numbers and when they are not orientable.
  public var winding: Int?
  /// Second Stiefel-Whitney number, 0 or 1, that of `SymmetryVector.w2`; nil when the set is
  /// not orientable, since it depends on the choice of the cell then.
  public var w2: Int?
  /// Loops that were needed.
  public var loops: Int
  /// Wave vectors that were solved.
  public var evaluations: Int
}

extension WilsonLoops {
  /// Nil when the bands come so close to others that not even loops 2^-10 of the first distance apart
  /// tell what they do.
  /// - Parameters:
  ///   - hamiltonian: with H(k + b1) = H(k + b2) = H(k).
  ///   - bands: the set, counted from 1.
  ///   - loops: at first, and wave vectors on each; multiples of 6 contain Gamma, K and M.
  public init?(
    _ hamiltonian: some RealBlochHamiltonian, bands: ClosedRange<Int>, loops: Int = 24
  ) {
    var sheet = WilsonSheet(hamiltonian, bands: bands, divisions: loops)
    guard let found = sheet.follow() else { return nil }
    self = found
  }
}

/// Loops of one set of bands, while they are followed.
private struct WilsonSheet<Hamiltonian: RealBlochHamiltonian> {
  /// Smallest determinant of an overlap that is gone on with.
  private static var clear: Double { 0.6 }
  /// Largest |R - 1|^2 of a step R between neighbouring loops; a turn by an angle has 4 - 4 cos.
  private static var largestStep: Double { 0.7 }
  private static var largestDepth: Int { 10 }

  private struct Loop {
    /// Frames at k1 = i/divisions: [divisions][bands][order].
    var frames: [[Double]]
    /// In the frame at k1 = 0.
    var matrix: SmallMatrix
    /// The same without eigenvalues -1.
    var clearOfPi: SmallMatrix
    var isProper: Bool

    init(frames: [[Double]], matrix: SmallMatrix) {
      self.frames = frames
      self.matrix = matrix
      isProper = matrix.inverse.determinant > 0
      clearOfPi = isProper ? WilsonSheet.away(matrix) : matrix
    }
  }

  private let bands: ClosedRange<Int>
  private let divisions: Int
  private var states: BlochStates<Hamiltonian>
  private var size: Int { bands.count }
  private var loops = 0
  /// Turn so far, of two bands.
  private var angle = 0.0
  /// Signs so far, of the frame at k1 = 0 and of the lift to Spin(n).
  private var orientation = 1.0
  private var lift = 1.0

  init(_ hamiltonian: Hamiltonian, bands: ClosedRange<Int>, divisions: Int) {
    self.bands = bands
    self.divisions = divisions
    states = BlochStates(hamiltonian, count: bands.upperBound)
  }

  mutating func follow() -> WilsonLoops? {
    guard let first = loop(0) else { return nil }
    var last = first
    for i in 1...divisions {
      let x = Double(i) / Double(divisions)
      guard let next = i == divisions ? first : loop(x),
        next.isProper == first.isProper,
        advance(last, next, Double(i - 1) / Double(divisions), x, depth: 0)
      else { return nil }
      last = next
    }
    let isOrientable = first.isProper && orientation > 0
    return WilsonLoops(
      isOrientable: isOrientable,
      winding: isOrientable && size == 2 ? Int(abs(angle / (2 * Double.pi)).rounded()) : nil,
      w2: isOrientable ? (lift < 0 ? 1 : 0) : nil, loops: loops, evaluations: states.solved)
  }

  /// Goes from one loop to the next, by halves where the step is large.
  private mutating func advance(_ a: Loop, _ b: Loop, _ x: Double, _ y: Double, depth: Int) -> Bool
  {
    let base = SmallMatrix(overlaps: a.frames[0], b.frames[0], size: size)
    let isClear = zip(a.frames, b.frames).allSatisfy {
      abs(SmallMatrix(overlaps: $0, $1, size: size).inverse.determinant) > Self.clear
    }
    if isClear {
      let carry = base.orthogonalPart
      let step = a.matrix.transposed * carry * b.matrix * carry.transposed
      if (step + -1 * SmallMatrix.identity(size)).squaredNorm < Self.largestStep {
        if size == 2 {
          angle += orientation * atan2(step[1, 0] - step[0, 1], step[0, 0] + step[1, 1])
        }
        if a.isProper {
          lift *= Self.liftSign(a.clearOfPi, carry * b.clearOfPi * carry.transposed)
        }
        if base.inverse.determinant < 0 { orientation = -orientation }
        return true
      }
    }
    guard depth < Self.largestDepth, let middle = loop(0.5 * (x + y)),
      middle.isProper == a.isProper
    else { return false }
    return advance(a, middle, x, 0.5 * (x + y), depth: depth + 1)
      && advance(middle, b, 0.5 * (x + y), y, depth: depth + 1)
  }

  /// With A = (1 - W)/(1 + W) a rotation is lifted to c exp(A) in the Clifford algebra, c > 0. The scalar
  /// part of the lift of W^-1 W', a small turn, is positive; that of the product of the
  /// lifts is c c' Pf((A, 1), (-1, -A')) up to the sign for A = A' = 0. They differ when an eigenvalue
  /// has crossed -1 on the way.
  private static func liftSign(_ w: SmallMatrix, _ next: SmallMatrix) -> Double {
    let n = w.size
    let (a, b) = (cayley(w), cayley(next))
    var both = SmallMatrix(2 * n)
    for i in 0..<n {
      for j in 0..<n {
        both[i, j] = a[i, j]
        both[n + i, n + j] = -b[i, j]
      }
      both[i, n + i] = 1
      both[n + i, i] = -1
    }
    let sign: Double = n * (n - 1) / 2 % 2 == 0 ? 1 : -1
    return both.pfaffian * sign < 0 ? -1 : 1
  }

  /// C2 makes eigenvalues -1 on the loops through Gamma and M: a slight turn, always the same, takes
  /// them away.
  private static func away(_ w: SmallMatrix) -> SmallMatrix {
    let n = w.size
    let sum = w + SmallMatrix.identity(n)
    if sum.inverse.determinant > 1e-6 { return w }
    var turn = SmallMatrix(n)
    for i in 0..<n {
      for j in 0..<i {
        turn[i, j] = 0.02 * cos(Double(3 * i * i + 7 * j))
        turn[j, i] = -turn[i, j]
      }
    }
    return w * (SmallMatrix.identity(n) + turn).orthogonalPart
  }

  private static func cayley(_ w: SmallMatrix) -> SmallMatrix {
    let one = SmallMatrix.identity(w.size)
    let a = (one + -1 * w) * (one + w).inverse.matrix
    return 0.5 * (a + -1 * a.transposed)
  }

  /// The loop at k2 b2; nil when neighbouring frames cannot be matched.
  private mutating func loop(_ k2: Double) -> Loop? {
    loops += 1
    var places = (0..<divisions).map { Double($0) / Double(divisions) }
    var frames = self.frames(places.map { KPoint($0, k2) })
    let uniform = frames
    var known: [Double: SmallMatrix] = [:]
    for depth in 0...Self.largestDepth {
      var product = SmallMatrix.identity(size)
      var added: [Double] = []
      for i in places.indices {
        let end = i + 1 == places.count
        let link =
          known[places[i]]
          ?? SmallMatrix(overlaps: frames[i], frames[end ? 0 : i + 1], size: size)
        if known[places[i]] == nil {
          guard abs(link.inverse.determinant) > Self.clear else {
            added.append(0.5 * (places[i] + (end ? 1 : places[i + 1])))
            continue
          }
          known[places[i]] = link.orthogonalPart
        }
        product = product * known[places[i]]!
      }
      if added.isEmpty { return Loop(frames: uniform, matrix: product) }
      if depth == Self.largestDepth { break }
      let new = zip(added, self.frames(added.map { KPoint($0, k2) }))
      let merged = (Array(zip(places, frames)) + new).sorted { $0.0 < $1.0 }
      places = merged.map(\.0)
      frames = merged.map(\.1)
    }
    return nil
  }

  private mutating func frames(_ points: [KPoint]) -> [[Double]] {
    let order = states.hamiltonian.order
    return states.states(at: points).map {
      Array($0.vectors[((bands.lowerBound - 1) * order)..<(bands.upperBound * order)])
    }
  }
}

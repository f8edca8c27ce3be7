import Glibc
import LinearAlgebra
import WallpaperGroups

/// One block of the plane-wave matrix at a wave vector: the matrices of an irrep of its little group, and what time
/// reversal makes of it.
///
/// Where C2T leaves the wave vector unchanged and the irrep is of the real kind, the matrices are in a basis in which
/// C2T is complex conjugation, so that the block is real.
struct SymmetryBlock: Sendable {
  let irrep: Irrep
  /// Dimension of the irrep.
  let dimension: Int
  /// Whether states of the block come with states of a second irrep, their images under time reversal.
  let isPaired: Bool
  /// Whether the block is real symmetric, else it is Hermitian.
  let isReal: Bool
  /// [operations][dimension x dimension], row by row: D(g).
  let matrices: [[Complex]]

  /// States of one energy.
  var bands: Int { isPaired ? 2 * dimension : dimension }

  static func trivial(isReal: Bool) -> SymmetryBlock {
    SymmetryBlock(
      irrep: .unknown, dimension: 1, isPaired: false, isReal: isReal, matrices: [[.one]])
  }

  private init(
    irrep: Irrep, dimension: Int, isPaired: Bool, isReal: Bool, matrices: [[Complex]]
  ) {
    self.irrep = irrep
    self.dimension = dimension
    self.isPaired = isPaired
    self.isReal = isReal
    self.matrices = matrices
  }

  init(_ point: SpecialPoint, corepresentation: Int, group: WallpaperGroup) {
    let own = point.corepresentations[corepresentation]
    let representation = point.irreps[own.irreps[0]]
    irrep = .of(group, point, corepresentation)
    dimension = representation.dimension
    isPaired = own.irreps.count == 2
    isReal = group.hasTwofoldRotation && !isPaired
    let d = dimension
    let raw = representation.matrices.map { ray -> [Complex] in
      var matrix = [Complex](repeating: .zero, count: d * d)
      for column in 0..<d { matrix[ray.rows[column] * d + column] = .twelfth(ray.phases[column]) }
      return matrix
    }
    guard isReal && d == 2 else {
      matrices = raw
      return
    }
    let turn = Self.realBasis(point, group, raw)
    matrices = raw.map { Self.product(Self.product(Self.adjoint(turn), $0), turn) }
  }

  /// A basis u of a two-dimensional irrep in which the phase of every plane wave's image times u^+ D u is real: with
  /// Q = D over that phase, S = sum over g of Q(g) X Q(g)^T obeys Q S Q^T = S, and S = u u^T.
  private static func realBasis(
    _ point: SpecialPoint, _ group: WallpaperGroup, _ matrices: [[Complex]]
  ) -> [Complex] {
    let phases = point.littleGroup.map { index -> Complex in
      let operation = group.operations[index]
      let (m1, m2) = operation.image(m1: point.p1, m2: point.p2)
      return .twelfth(6 * (m1 * operation.t1 + m2 * operation.t2) / point.q)
    }
    for seed in [[1.0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 1, 0], [0.3, 0.7, 0.7, 1]] {
      let x = seed.map { Complex($0, 0) }
      var s = [Complex](repeating: .zero, count: 4)
      for (phase, d) in zip(phases, matrices) {
        let q = d.map { phase * $0 }
        let term = product(product(q, x), [q[0], q[2], q[1], q[3]])
        for i in 0..<4 { s[i] = s[i] + term[i] }
      }
      let size = (0.5 * s.reduce(0) { $0 + $1.squaredMagnitude }).squareRoot()
      if size < 1e-6 * Double(matrices.count) { continue }
      s = s.map { Complex(1 / size, 0) * $0 }
      // S is symmetric and unitary: its real and imaginary part have one set of orthonormal eigenvectors.
      let mixed = s.map { $0.re + 0.618 * $0.im }
      let angle = 0.5 * atan2(2 * mixed[1], mixed[0] - mixed[3])
      let (c, o) = (cos(angle), sin(angle))
      let rotation = [c, -o, o, c].map { Complex($0, 0) }
      let transposed = [c, o, -o, c].map { Complex($0, 0) }
      let diagonal = product(product(transposed, s), rotation)
      let halves = [diagonal[0], diagonal[3]].map { value -> Complex in
        let half = 0.5 * value.argument
        return Complex(cos(half), sin(half))
      }
      return product(rotation, [halves[0], .zero, .zero, halves[1]])
    }
    preconditionFailure("no real basis")
  }

  private static func product(_ a: [Complex], _ b: [Complex]) -> [Complex] {
    [
      a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
      a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
    ]
  }

  private static func adjoint(_ a: [Complex]) -> [Complex] {
    [a[0].conjugate, a[2].conjugate, a[1].conjugate, a[3].conjugate]
  }
}

extension WallpaperGroup {
  /// The labels of a special point's multiplets, in the order of fingerprints.
  public func irreps(at point: SpecialPoint) -> [Irrep] {
    point.corepresentations.indices.map { .of(self, point, $0) }
  }
}

extension Irrep {
  /// The label of a multiplet at a special point.
  static func of(_ group: WallpaperGroup, _ point: SpecialPoint, _ corepresentation: Int) -> Irrep {
    let own = point.corepresentations[corepresentation]
    let papers: [[Irrep]] =
      switch (group.name, point.littleGroup.count) {
      case ("p6", 6): [[.s, .p, .d, .f]]
      case ("p6", 3): [[.zero, .one]]
      case ("p6", 2), ("p2", 2): [[.plus, .minus]]
      default: []
      }
    // The papers' are those with time reversal.
    guard let labels = papers.first, labels.count == point.corepresentations.count else {
      return Irrep(symbol: own.symbol, dimension: own.bands)
    }
    return labels[corepresentation]
  }
}

extension Complex {
  /// exp(2 pi i n/12).
  static func twelfth(_ n: Int) -> Complex {
    Complex(angle: 2 * Double.pi * Double(((n % 12) + 12) % 12) / 12)
  }
}

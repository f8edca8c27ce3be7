import BlochCore
import Glibc
import LinearAlgebra

/// The tight-binding model once more, from its definition: complex Hermitian matrices, hopping
/// along turned copies of a1, rotations by repeated products, and wave vectors in Cartesian
/// components.
struct TightBindingFixture {
  /// Rows of numbers re + i im.
  typealias Matrix = [[(re: Double, im: Double)]]

  let orbitals: HamiltonianFamily
  /// Turn by 60 degrees, [n x n].
  let rotation: [[Double]]
  /// [n]: the orbital of each function, and whether it is odd under C2.
  private let orbital: [Int]
  private let isOdd: [Bool]

  init(_ orbitals: HamiltonianFamily) {
    self.orbitals = orbitals
    let n = orbitals.dimension
    var rotation = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var orbital: [Int] = []
    var isOdd: [Bool] = []
    var next = 0
    func addPair(degrees: Double, odd: Bool) {
      let (at, angle) = (orbital.count, degrees * Double.pi / 180)
      rotation[at][at] = cos(angle)
      rotation[at][at + 1] = -sin(angle)
      rotation[at + 1][at] = sin(angle)
      rotation[at + 1][at + 1] = cos(angle)
      orbital += [next, next]
      isOdd += [odd, odd]
      next += 1
    }
    func addSingle(_ sign: Double) {
      rotation[orbital.count][orbital.count] = sign
      orbital.append(next)
      isOdd.append(sign < 0)
      next += 1
    }
    for _ in 0..<orbitals.s { addSingle(1) }
    for _ in 0..<orbitals.d { addPair(degrees: 120, odd: false) }
    for _ in 0..<orbitals.p { addPair(degrees: 60, odd: true) }
    for _ in 0..<orbitals.f { addSingle(-1) }
    self.rotation = rotation
    self.orbital = orbital
    self.isOdd = isOdd
  }

  /// On-site + sum of T_j exp(ik.a_j) + h.c., with T_j = R^j J R^-j.
  func hamiltonian(_ coefficients: [Double], at k: KPoint) -> ComplexMatrix {
    let n = orbitals.dimension
    let onSite = orbitals.s + orbitals.d + orbitals.p + orbitals.f
    var hopping = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var at = onSite
    for i in 0..<n {
      for j in 0...i {
        hopping[i][j] = coefficients[at]
        hopping[j][i] = isOdd[i] == isOdd[j] ? coefficients[at] : -coefficients[at]
        at += 1
      }
    }
    var h = ComplexMatrix(rows: n, columns: n)
    func add(_ i: Int, _ j: Int, _ re: Double, _ im: Double) {
      h.storage[2 * (i + j * n)] += re
      h.storage[2 * (i + j * n) + 1] += im
    }
    for i in 0..<n { add(i, i, coefficients[orbital[i]], 0) }
    let (kx, ky) = k.cartesian
    for turn in 0..<3 {
      let angle = Double(turn) * Double.pi / 3
      let phase = kx * cos(angle) + ky * sin(angle)
      for i in 0..<n {
        for j in 0..<n {
          add(i, j, hopping[i][j] * cos(phase), hopping[i][j] * sin(phase))
          add(j, i, hopping[i][j] * cos(phase), -hopping[i][j] * sin(phase))
        }
      }
      let transposed = (0..<n).map { i in (0..<n).map { rotation[$0][i] } }
      hopping = Self.product(Self.product(rotation, hopping), transposed)
    }
    return h
  }

  func energies(_ coefficients: [Double], at k: KPoint) throws -> [Double] {
    try ComplexMatrix.lowestEigenpairs(
      hamiltonian(coefficients, at: k), count: orbitals.dimension, withVectors: false
    ).values
  }

  /// Energies and irreps at Gamma, K or M, from the character of C6, C3 or C2 in each eigenspace of
  /// the full matrix; nil for an eigenspace that is no irrep.
  func specialPoint(_ label: String, _ coefficients: [Double]) throws
    -> (energies: [Double], irreps: [Irrep?])
  {
    let n = orbitals.dimension
    let (k, turns): (KPoint, Int) =
      label == "Gamma" ? (.gamma, 1) : (label == "K" ? (.k, 2) : (.m, 3))
    var element = rotation
    for _ in 1..<turns { element = Self.product(element, rotation) }
    let pairs = try ComplexMatrix.lowestEigenpairs(hamiltonian(coefficients, at: k), count: n)
    let v = pairs.vectors.storage
    var irreps: [Irrep?] = []
    while irreps.count < n {
      let first = irreps.count
      var end = first + 1
      while end < n && pairs.values[end] - pairs.values[end - 1] < 1e-10 { end += 1 }
      var character = 0.0
      for state in first..<end {
        for i in 0..<n {
          for j in 0..<n {
            let (left, right) = (2 * (i + state * n), 2 * (j + state * n))
            character += element[i][j] * (v[left] * v[right] + v[left + 1] * v[right + 1])
          }
        }
      }
      let rounded = Int(character.rounded())
      let irrep: Irrep? =
        abs(character - Double(rounded)) > 1e-8 ? nil : Self.irrep(label, end - first, rounded)
      irreps += [Irrep?](repeating: irrep, count: end - first)
    }
    return (pairs.values, irreps)
  }

  private static func irrep(_ label: String, _ dimension: Int, _ character: Int) -> Irrep? {
    switch (label, dimension, character) {
    case ("Gamma", 1, 1): .s
    case ("Gamma", 2, 1): .p
    case ("Gamma", 2, -1): .d
    case ("Gamma", 1, -1): .f
    case ("K", 1, 1): .zero
    case ("K", 2, -1): .one
    case ("M", 1, 1): .plus
    case ("M", 1, -1): .minus
    default: nil
    }
  }

  private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    let n = a.count
    return (0..<n).map { i in
      (0..<n).map { j in (0..<n).reduce(0) { $0 + a[i][$1] * b[$1][j] } }
    }
  }
}

/// Random models and wave vectors that are the same in every run.
struct TightBindingSource {
  var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  /// Uniform in -1..<1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 52) - 1
  }

  mutating func coefficients(_ orbitals: HamiltonianFamily, scale: Double = 1) -> [Double] {
    (0..<orbitals.coefficientCount).map { _ in scale * next() }
  }

  mutating func wave() -> KPoint { KPoint(next(), next()) }
}

extension TightBindingModel {
  /// The blocks at a special point by its name.
  func blocks(_ label: String) -> [(irrep: Irrep, functions: [Int])] {
    places.points.filter { $0.label == label }.flatMap { point in
      blocks(at: point).map { (point.irreps[$0.irrep], $0.functions) }
    }
  }
}

extension HamiltonianFamily {
  /// Sets for tests: the paper's, one of every kind, and some that lack kinds.
  static let samples = [
    HamiltonianFamily.standard, HamiltonianFamily(s: 1, p: 1, d: 1, f: 1),
    HamiltonianFamily(s: 2, p: 0, d: 1, f: 0),
    HamiltonianFamily(s: 0, p: 2, d: 0, f: 1), HamiltonianFamily(s: 1, p: 0, d: 0, f: 2),
    HamiltonianFamily(s: 0, p: 1, d: 2, f: 0), HamiltonianFamily(s: 0, p: 0, d: 0, f: 1),
  ]
}

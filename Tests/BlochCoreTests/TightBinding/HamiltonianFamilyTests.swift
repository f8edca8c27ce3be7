import BlochCore
import Glibc
import LinearAlgebra
import Testing
import WallpaperGroups

extension HamiltonianFamily {
  private static func lattice(_ group: String, _ ratio: Double, _ degrees: Double)
    -> CrystalSymmetry
  {
    try! CrystalSymmetry(group: group, ratio: ratio, degrees: degrees)
  }

  /// Of other groups than p6 with neighbours alone: one or several stars of a length, and lattices of all shapes.
  static let others: [HamiltonianFamily] = [
    HamiltonianFamily(.c4, s: 2, p: 2, d: 1)!, HamiltonianFamily(.c4, s: 1, p: 1, d: 2, shells: 5)!,
    HamiltonianFamily.standard(.c4)!, HamiltonianFamily(.c6, s: 1, p: 1, d: 1, f: 1, shells: 4)!,
    HamiltonianFamily(.c2, s: 2, p: 1, shells: 2)!,
    HamiltonianFamily(lattice("p2", 1.3, 90), s: 1, p: 2, shells: 3)!,
    HamiltonianFamily(lattice("p2", 0.8, 74), s: 2, p: 2, shells: 3)!,
  ]
}

/// Families of any group of rotations with C2: tables against the group.
@Suite struct HamiltonianFamilyTests {
  private typealias Family = HamiltonianFamily

  /// rho of the group's rotation number `turn` in the real basis, from the orbitals' angles.
  private static func rho(_ family: HamiltonianFamily, turn: Int) -> RealMatrix {
    let order = family.symmetry.order
    var rho = RealMatrix(rows: family.dimension, columns: family.dimension)
    var at = 0
    for (m, count) in [(0, family.s), (2, family.d), (1, family.p), (3, family.f)] {
      let angle = 2 * Double.pi * Double(m * turn) / Double(order)
      for _ in 0..<count {
        rho[at, at] = cos(angle)
        if m > 0 && 2 * m < order {
          rho[at + 1, at + 1] = cos(angle)
          rho[at, at + 1] = -sin(angle)
          rho[at + 1, at] = sin(angle)
          at += 1
        }
        at += 1
      }
    }
    return rho
  }

  private static func product(_ a: RealMatrix, _ b: RealMatrix, _ c: RealMatrix) -> RealMatrix {
    let n = a.rows
    var result = RealMatrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        for u in 0..<n { for v in 0..<n { result[i, j] += a[i, u] * b[u, v] * c[j, v] } }
      }
    }
    return result
  }

  /// T(W R) = rho(W) T(R) rho(W)^-1 and T(-R) = T(R)^T, from which H(W k) = rho(W) H(k) rho(W)^-1 follows, which is
  /// looked at too.
  @Test(arguments: HamiltonianFamily.others + [.init(s: 1, p: 1, d: 1, f: 1)])
  func matricesHaveTheSymmetryOfTheGroup(_ family: HamiltonianFamily) {
    var source = TightBindingSource(3)
    let model = TightBindingModel(family)
    let cells = model.realSpace(source.coefficients(family))
    func matrix(_ n1: Int, _ n2: Int) -> RealMatrix? {
      cells.first { ($0.n1, $0.n2) == (n1, n2) }?.matrix
    }
    func distance(_ a: RealMatrix, _ b: RealMatrix) -> Double {
      zip(a.storage, b.storage).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
    let n = family.dimension
    for (turn, w) in family.symmetry.group.operations.enumerated() {
      let rho = Self.rho(family, turn: turn)
      for cell in cells {
        let image = matrix(w.w11 * cell.n1 + w.w12 * cell.n2, w.w21 * cell.n1 + w.w22 * cell.n2)
        #expect(image.map { distance($0, Self.product(rho, cell.matrix, rho)) < 1e-14 } ?? false)
      }
    }
    for cell in cells {
      guard let opposite = matrix(-cell.n1, -cell.n2) else { continue }
      for i in 0..<n { for j in 0..<n { #expect(cell.matrix[i, j] == opposite[j, i]) } }
    }
  }

  /// The real matrix is g^dagger (sum of exp(ik.R) H(R)) g with g = i for odd functions: also the imaginary part of this
  /// is nothing.
  @Test(arguments: HamiltonianFamily.others)
  func realMatricesAreThoseOfRealSpace(_ family: HamiltonianFamily) {
    var source = TightBindingSource(4)
    let model = TightBindingModel(family)
    let coefficients = source.coefficients(family)
    let cells = model.realSpace(coefficients)
    for _ in 0..<5 {
      let k = source.wave()
      let triangle = model.lowerTriangle(coefficients, model.factors(at: k))
      for i in 0..<family.dimension {
        for j in 0...i {
          var (re, im) = (0.0, 0.0)
          for cell in cells {
            let angle = 2 * Double.pi * (k.x1 * Double(cell.n1) + k.x2 * Double(cell.n2))
            re += cos(angle) * cell.matrix[i, j]
            im += sin(angle) * cell.matrix[i, j]
          }
          // conj(g_i) g_j is 1 between equal parities, -i for odd i.
          let (real, rest) = model.isOdd[i] == model.isOdd[j] ? (re, im) : (im, -re)
          #expect(abs(real - triangle[i * (i + 1) / 2 + j]) < 1e-13)
          #expect(abs(rest) < 1e-13)
        }
      }
    }
  }

  /// The number of invariants by characters, with hermiticity H: T(R) -> T(-R)^T as one more element of the group:
  /// (1/2|G|) sum over W of [R with WR = R] chi(W)^2 + [R with WR = -R] chi(W^2). On-site the choice of a basis takes n^2 of
  /// n^2 + n real numbers from n pairs, n (n - 1)/2 of n (n + 1)/2 from n single functions.
  @Test(arguments: HamiltonianFamily.others + HamiltonianFamily.samples)
  func coefficientsAreAsManyAsInvariants(_ family: HamiltonianFamily) {
    let cells = TightBindingModel(family).realSpace(
      [Double](repeating: 1, count: family.coefficientCount))
    let order = family.symmetry.order
    func character(_ turn: Int) -> Double {
      let rho = Self.rho(family, turn: turn % order)
      return (0..<family.dimension).reduce(0) { $0 + rho[$1, $1] }
    }
    func invariants(_ steps: [(n1: Int, n2: Int)]) -> Double {
      var sum = 0.0
      for (turn, w) in family.symmetry.group.operations.enumerated() {
        for (n1, n2) in steps {
          let image = (w.w11 * n1 + w.w12 * n2, w.w21 * n1 + w.w22 * n2)
          if image == (n1, n2) { sum += character(turn) * character(turn) }
          if image == (-n1, -n2) { sum += character(2 * turn) }
        }
      }
      return sum / Double(2 * order)
    }
    let hoppings = cells.map { ($0.n1, $0.n2) }.filter { $0 != (0, 0) }
    #expect(
      abs(invariants(hoppings) - Double(family.coefficientCount - family.onSiteCount)) < 1e-9)
    var chosen = 0
    for (m, count) in family.kinds {
      chosen += m > 0 && 2 * m < order ? count * (count - 1) : count * (count - 1) / 2
    }
    #expect(abs(invariants([(0, 0)]) - Double(family.onSiteCount + chosen)) < 1e-9)
  }

  /// Blocks against projectors (d/|L|) sum of conj(chi) rho onto the irreps of the little group.
  @Test(arguments: HamiltonianFamily.others + HamiltonianFamily.samples)
  func blocksAreTheIrreps(_ family: HamiltonianFamily) throws {
    let model = TightBindingModel(family)
    let group = family.symmetry.group
    var source = TightBindingSource(5)
    let coefficients = source.coefficients(family)
    let n = family.dimension
    for (point, own) in zip(group.points, model.places.points) {
      #expect(point.label == own.label)
      let blocks = model.blocks(at: own)
      #expect(blocks.flatMap(\.functions).sorted() == Array(0..<n))
      var home = [Int](repeating: -1, count: n)
      for (irrep, functions) in blocks {
        for i in functions { home[i] = irrep }
        for i in functions {
          // <i|P|i> = 1.
          var weight = 0.0
          for member in point.corepresentations[irrep].irreps {
            let characters = point.irreps[member].characters
            for (at, operation) in point.littleGroup.enumerated() {
              weight += characters[at].real * Self.rho(family, turn: operation)[i, i]
            }
          }
          #expect(abs(weight / Double(point.littleGroup.count) - 1) < 1e-12)
        }
      }
      let triangle = model.lowerTriangle(coefficients, model.factors(at: own.k))
      for i in 0..<n {
        for j in 0...i where home[i] != home[j] {
          #expect(abs(triangle[i * (i + 1) / 2 + j]) < 1e-13)
        }
      }
    }
    // The same bands as those of the whole matrix.
    for (point, found) in zip(
      model.places.points, try model.specialPoints(coefficients: coefficients, count: n))
    {
      let all = try model.bands(coefficients: coefficients, at: point.k, count: n)
      for (a, b) in zip(found.energies, all) { #expect(abs(a - b) < 1e-12 * max(1, abs(b))) }
    }
  }

  /// Two of the three terms of a square lattice: e + 2 J1 (cos k1 + cos k2) + 2 J2 (cos(k1 + k2) + cos(k1 - k2)).
  @Test func oneSOrbitalOnTheSquareLattice() throws {
    let model = TightBindingModel(try #require(HamiltonianFamily("p4 1a:1s shells=2")))
    #expect(model.family.coefficientCount == 3)
    let found = try model.bands(coefficients: [0.3, -0.5, 0.2], at: KPoint(0.1, 0.27), count: 1)
    let (a, b) = (2 * Double.pi * 0.1, 2 * Double.pi * 0.27)
    let expected = 0.3 - (cos(a) + cos(b)) + 0.4 * (cos(a + b) + cos(a - b))
    #expect(abs(found[0] - expected) < 1e-14)
  }

  @Test func lanesAgreeWithDoubles() throws {
    for family in HamiltonianFamily.others {
      let points =
        TightBindingModel(family).places.points.map(\.k) + [KPoint(0.21, 0.13), KPoint(0, 0.5)]
      var lanes = TightBindingLanes(
        model: TightBindingModel(family), points: points, bands: min(4, family.dimension))
      var source = TightBindingSource(6)
      let coefficients = source.coefficients(family, scale: 0.3)
      for c in coefficients.indices {
        lanes.coefficients[c] = .init(repeating: Float(coefficients[c]))
      }
      for (at, k) in points.enumerated() {
        let expected = try lanes.model.bands(coefficients: coefficients, at: k, count: lanes.bands)
        for (a, b) in zip(lanes.energies(at: at), expected) {
          #expect(abs(Double(a[3]) - b) < 3e-6, "\(family.description) \(k)")
        }
      }
      #expect((0..<points.count).filter { lanes.isCorner($0) }.count == points.count - 1)
    }
  }

  @Test func textsAreReadAsTheyAreWritten() {
    for family in HamiltonianFamily.others { #expect(Family(family.description) == family) }
    #expect(HamiltonianFamily.standard(.c4)?.description == "p4 1a:4s4p4d shells=2")
    #expect(Family("1a:4s4p4d shells=2", symmetry: .c4) == Family.standard(.c4))
    #expect(Family("1a:4s4p3d3f") == .standard && Family("p6 1a:4s4p3d3f shells=1") == .standard)
    for text in [
      "p4 1a:4s4f", "p3 1a:1s", "p4m 1a:1s", "p2 1a:1s", "p4 ratio=1.2 1a:1s", "1a:4s4", "1a:4s3s",
      "2b:1s", "shells=2", "1a:1s shells=0", "1a:1s shells=1.5", "1a:1s shells=9", "1a:1s ratio=1",
      "p2 ratio=1 angle=90 1a:1d", "p4 p4 1a:1s",
    ] { #expect(Family(text) == nil, "\(text)") }
  }
}

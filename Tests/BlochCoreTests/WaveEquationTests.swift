import BlochCore
import Glibc
import LinearAlgebra
import Testing

/// Light with its electric field along the rods, |k + G|^2 E = (omega/c)^2 eps E: a wave equation with a
/// mass matrix that is not diagonal, in one conforming type.
struct RodsInAir: AffineOperator {
  static let hasUnitMass = false
  let reach: Int
  /// eps_G by |G|^2 in |b|^2: a smooth crystal with C6.
  let permittivity: [Int: Double] = [0: 4, 1: 0.35, 3: -0.2, 4: 0.1]

  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement {
    let eps = permittivity[(g - h).squaredIndex] ?? 0
    if g != h { return AffineElement(mass: eps) }
    let (x, y) = KPoint(Double(g.n1), Double(g.n2)).cartesian
    return AffineElement(a0: x * x + y * y, ax: 2 * x, ay: 2 * y, a2: 1, mass: eps)
  }

  func foldingTail(outer: Double) -> Double { 0 }

  func foldingTailError(outer: Double, energyZero: Double) -> Double { 0 }

  /// (omega/c)^2 (eps - mean) for the states of the test.
  var strength: Double { 20 }

  func shortShare(inner: Double) -> Double { 0 }

  func rotated(sixths steps: Int) -> RodsInAir { self }

  /// (omega/c)^2 from one dense generalised eigenproblem.
  func dense(at k: KPoint, count: Int) throws -> [Double] {
    try pencil(at: k, count: count, withVectors: false).pairs.values
  }

  /// The irreps at Gamma, from how the states of the dense eigenproblem turn: by 180 degrees each by itself,
  /// by 60 degrees each pair together.
  func denseIrreps(_ symmetry: CrystalSymmetry, count: Int) throws -> [Irrep] {
    // One state more, so that the last one's partner is there.
    let (pairs, waves, mass) = try pencil(at: .gamma, count: count + 1, withVectors: true)
    let position = Dictionary(uniqueKeysWithValues: waves.enumerated().map { ($1, $0) })
    var image = RealMatrix(rows: waves.count, columns: count + 1)
    image.add(1, mass, pairs.vectors)
    /// <n|M R|n>, R the rotation by `steps` times 60 degrees.
    func turned(_ n: Int, sixths steps: Int) -> Double {
      waves.indices.reduce(0) {
        let at = position[waves[$1].rotated(sixths: steps)]!
        return $0 + image[at, n] * pairs.vectors[$1, n]
      }
    }
    return (0..<count).map { n in
      let isEven = turned(n, sixths: 3) > 0
      if symmetry == .c2 { return isEven ? .plus : .minus }
      let partner = [n - 1, n + 1].first {
        $0 >= 0 && abs(pairs.values[$0] - pairs.values[n]) < 1e-9
      }
      if partner != nil { return isEven ? .d : .p }
      return turned(n, sixths: 1) > 0 ? .s : .f
    }
  }

  private func pencil(at k: KPoint, count: Int, withVectors: Bool) throws -> (
    pairs: Eigenpairs<RealMatrix>, waves: [ReciprocalVector], mass: RealMatrix
  ) {
    var waves: [ReciprocalVector] = []
    for n1 in -12...12 {
      for n2 in -12...12 where ReciprocalVector(n1, n2).squaredIndex <= 90 {
        waves.append(ReciprocalVector(n1, n2))
      }
    }
    let (kx, ky) = k.cartesian
    var a = RealMatrix(rows: waves.count, columns: waves.count)
    var m = a
    for (j, h) in waves.enumerated() {
      for (i, g) in waves.enumerated() {
        let element = element(g, h)
        a[i, j] = element.at(kx, ky)
        m[i, j] = element.mass
      }
    }
    return (
      try RealMatrix.lowestEigenpairs(a, overlap: m, count: count, withVectors: withVectors), waves,
      m
    )
  }
}

@Suite struct WaveEquationTests {
  /// Irrep blocks, folding with a mass matrix and the reduced basis against one dense pencil.
  @Test(arguments: [CrystalSymmetry.c6, .c2])
  func anOperatorWithMassAgreesWithDensePencil(_ symmetry: CrystalSymmetry) throws {
    let list = try KSet.list("0,0;0.6666666666666666,0.3333333333333333;0.5,0.5;0.2,0.1;0.35,0.3")
    let waves = try WaveSolver(symmetry: symmetry, kset: list, bands: 5, tolerance: 1e-4)
    let solution = try waves.solve(unit: 10, energyZero: 0, energyFloor: 0) { RodsInAir(reach: $0) }
    for (at, k) in list.points.enumerated() {
      let expected = try RodsInAir(reach: 40).dense(at: k, count: 5)
      for n in 0..<5 { #expect(abs(10 * solution.energies[at * 5 + n] - expected[n]) < 1e-3) }
    }
    #expect(abs(solution.energies[0]) < 1e-6)
    let irreps = solution.specialPoints[0].irreps
    #expect(irreps == (try RodsInAir(reach: 40).denseIrreps(symmetry, count: 5)))
  }
}

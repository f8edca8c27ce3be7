import BlochCore
import Glibc
import Testing

/// Slopes of the bands against finite differences, closed forms and symmetry.
@Suite struct TightBindingBandsTests {
  private let a1 = [SIMD2(1, 0), SIMD2(0.5, (0.75).squareRoot()), SIMD2(-0.5, (0.75).squareRoot())]

  /// The wave vector moved by (x, y) in units of 1/a.
  private func moved(_ k: KPoint, _ x: Double, _ y: Double) -> KPoint {
    let x1 = x / (2 * Double.pi)
    return KPoint(k.x1 + x1, k.x2 + 0.5 * (x1 + (3.0).squareRoot() * y / (2 * Double.pi)))
  }

  @Test(arguments: OrbitalSet.samples)
  func agreeWithFiniteDifferences(_ orbitals: OrbitalSet) throws {
    let model = TightBindingModel(orbitals: orbitals)
    let (n, h) = (orbitals.dimension, 1e-5)
    var source = TightBindingSource(11)
    for _ in 0..<10 {
      let c = source.coefficients(orbitals)
      let k = source.wave()
      let (energies, velocities) = try model.groupVelocities(coefficients: c, at: k, count: n)
      let bands = try model.bands(coefficients: c, at: k, count: n)
      #expect(energies.count == n && velocities.count == n)
      for (a, b) in zip(energies, bands) { #expect(abs(a - b) < 1e-12) }
      for (axis, (x, y)) in [(h, 0.0), (0.0, h)].enumerated() {
        let up = try model.bands(coefficients: c, at: moved(k, x, y), count: n)
        let down = try model.bands(coefficients: c, at: moved(k, -x, -y), count: n)
        for band in 0..<n {
          let difference = (up[band] - down[band]) / (2 * h)
          #expect(abs(velocities[band][axis] - difference) < 1e-6, "\(k) band \(band)")
        }
      }
    }
  }

  /// -2 J sum of a_j sin k.a_j.
  @Test func oneSBandHasAClosedForm() throws {
    let model = TightBindingModel(orbitals: OrbitalSet(s: 1, p: 0, d: 0, f: 0))
    var source = TightBindingSource(12)
    for _ in 0..<20 {
      let k = source.wave()
      let (x, y) = k.cartesian
      let found = try model.groupVelocities(coefficients: [0.4, -0.7], at: k, count: 1)
      let expected = a1.reduce(SIMD2<Double>.zero) { $0 + 1.4 * sin(x * $1.x + y * $1.y) * $1 }
      #expect(abs(found.velocities[0].x - expected.x) < 1e-13)
      #expect(abs(found.velocities[0].y - expected.y) < 1e-13)
    }
  }

  /// k and -k are equivalent at Gamma and M, and bands that touch there touch with a common
  /// tangent.
  @Test(arguments: [KPoint.gamma, .m, KPoint(0.5, 0), KPoint(1, -1)])
  func vanishWhereKAndMinusKAreEquivalent(_ k: KPoint) throws {
    let model = TightBindingModel()
    var source = TightBindingSource(13)
    for _ in 0..<5 {
      let c = source.coefficients(model.orbitals)
      let found = try model.groupVelocities(coefficients: c, at: k, count: 21)
      for v in found.velocities { #expect(abs(v.x) < 1e-10 && abs(v.y) < 1e-10) }
    }
  }

  /// The pair at K of one p orbital is the tip of a cone with slope (3/4) sqrt(3) |a - c + 2ib|.
  @Test(arguments: ["1p", "1d"]) func coneHasItsSlopesInBothDirections(_ text: String) throws {
    let model = TightBindingModel(orbitals: try #require(OrbitalSet(text)))
    let c = [0.1, 0.5, 0.2, -0.3]
    let slope = 0.75 * (3.0).squareRoot() * hypot(c[1] - c[3], 2 * c[2])
    for k in [KPoint.k, .kPrime] {
      let found = try model.groupVelocities(coefficients: c, at: k, count: 2)
      for axis in 0..<2 {
        #expect(abs(found.velocities[0][axis] + slope) < 1e-13)
        #expect(abs(found.velocities[1][axis] - slope) < 1e-13)
      }
      let lowest = try model.groupVelocities(coefficients: c, at: k, count: 1)
      #expect(lowest.velocities == [found.velocities[0]])
    }
  }

  /// In pairs the slopes are those on the way towards +x and towards +y.
  @Test func pairsHaveOneSidedSlopes() throws {
    let model = TightBindingModel()
    let h = 1e-6
    var source = TightBindingSource(14)
    let c = source.coefficients(model.orbitals)
    let found = try model.groupVelocities(coefficients: c, at: .k, count: 21)
    var pairs = 0
    for (axis, (x, y)) in [(h, 0.0), (0.0, h)].enumerated() {
      let beyond = try model.bands(coefficients: c, at: moved(.k, x, y), count: 21)
      for band in 0..<21 {
        let difference = (beyond[band] - found.energies[band]) / h
        #expect(abs(found.velocities[band][axis] - difference) < 1e-4, "band \(band)")
        if band > 0 && found.energies[band] - found.energies[band - 1] < 1e-10 { pairs += 1 }
      }
    }
    #expect(pairs == 2 * 7)
  }

  /// Two bands that meet by accident are one group with sorted slopes; the next band is apart.
  @Test func slopesOfGroupsAreSorted() throws {
    let model = TightBindingModel(orbitals: OrbitalSet(s: 3, p: 0, d: 0, f: 0))
    let k = KPoint(0.13, 0.29)
    // Diagonal hopping of different strengths, on-site energies that make the first two bands meet
    // at k.
    let unit = try TightBindingModel(orbitals: OrbitalSet(s: 1, p: 0, d: 0, f: 0))
      .groupVelocities(coefficients: [0, 1], at: k, count: 1)
    let (level, slope) = (unit.energies[0], unit.velocities[0])
    let hopping = [0.2, -0.5, 0.1]
    let c = [1 - hopping[0] * level, 1 - hopping[1] * level, 8, 0.2, 0, -0.5, 0, 0, 0.1]
    let found = try model.groupVelocities(coefficients: c, at: k, count: 3)
    #expect(abs(found.energies[0] - 1) < 1e-12 && abs(found.energies[1] - 1) < 1e-12)
    for axis in 0..<2 {
      let expected = [hopping[0] * slope[axis], hopping[1] * slope[axis]].sorted()
      #expect(abs(found.velocities[0][axis] - expected[0]) < 1e-12)
      #expect(abs(found.velocities[1][axis] - expected[1]) < 1e-12)
      #expect(abs(found.velocities[2][axis] - hopping[2] * slope[axis]) < 1e-12)
    }
  }
}

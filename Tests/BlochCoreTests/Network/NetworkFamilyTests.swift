import BlochCore
import Glibc
import Testing

/// Inputs and units of networks for many strengths.
@Suite struct NetworkFamilyTests {
  private func light(
    _ equation: WaveEquation, _ low: Double, _ high: Double, inverted: Bool = false
  )
    throws -> UnitCell
  {
    var cell = SolverFixture.twoLevel(seed: 5, pixels: 40)
    if inverted { cell.potential = cell.potential.map { 1 - $0 } }
    cell.field = nil
    cell.medium = try CrystalMedium(
      equation, [.init(name: "epsilon", low: low, high: high)])
    return cell
  }

  /// Light of s epsilon is that of epsilon with frequencies over s^(1/2): equal inputs, and units over s.
  @Test(arguments: [WaveEquation.tm, .te]) func inputsKnowTheRatioAlone(_ equation: WaveEquation)
    throws
  {
    let one = try NetworkInput.family.values(of: light(equation, 1, 9))
    let other = try NetworkInput.family.values(of: light(equation, 2.5, 22.5))
    #expect(one.features.count == 157)
    for (a, b) in zip(one.features, other.features) { #expect(abs(a - b) < 1e-6) }
    #expect(abs(one.unit / other.unit - 2.5) < 1e-5)
    #expect(abs(one.features[156] - Float(log(9.0))) < 1e-6)
  }

  /// Holes are rods of the other material.
  @Test func materialsMayBeExchanged() throws {
    let rods = try NetworkInput.family.values(of: light(.tm, 1, 9))
    let holes = try NetworkInput.family.values(of: light(.tm, 9, 1, inverted: true))
    for (a, b) in zip(rods.features, holes.features) { #expect(abs(a - b) < 2e-6) }
    #expect(abs(rods.unit - holes.unit) < 1e-6)
  }

  /// lambda <epsilon> = k^2 in a uniform medium: the unit is 100/(4 pi^2 <epsilon>).
  @Test func unitsAreThoseOfTheMean() throws {
    let cell = try light(.te, 1, 5)
    let mean = 1 + 4 * cell.fillFraction
    let unit = try NetworkInput.family.values(of: cell).unit
    #expect(abs(Double(unit) * 4 * Double.pi * Double.pi * mean / 100 - 1) < 1e-5)
  }

  @Test func heightsHaveTheirUnits() throws {
    var cell = SolverFixture.twoLevel(seed: 5, pixels: 40)
    cell.vMax = 64
    let (features, unit) = try NetworkInput.family.values(of: cell)
    let plain = try NetworkInput.fourier.values(of: cell).features
    #expect(unit == 2)
    for i in 1..<156 { #expect(abs(features[i] - 0.5 * plain[i]) < 1e-7) }
    #expect(features[0] == plain[0] && abs(features[156] - Float(log(64.0))) < 1e-6)
  }

  @Test func strangersAreRefused() throws {
    let cell = try light(.tm, 1, 9)
    #expect(throws: GeometryError.self) { try NetworkInput.fourier.values(of: cell) }
    let domain = NetworkDomain.family(.tm, 2...16)
    try domain.check(cell)
    #expect(throws: GeometryError.self) { try domain.check(light(.te, 1, 9)) }
    #expect(throws: GeometryError.self) { try domain.check(light(.tm, 1, 20)) }
    #expect(throws: GeometryError.self) {
      try NetworkDomain.potential(vMax: 256).check(cell)
    }
    for text in ["tm 2.0 16.0", "schroedinger 16.0 1024.0", "256.0"] {
      #expect(NetworkDomain(text)?.text == text)
    }
    for text in ["", "tm 2", "sh 1 2", "tm 3 2", "-1", "tm nan 2"] {
      #expect(NetworkDomain(text) == nil)
    }
  }
}

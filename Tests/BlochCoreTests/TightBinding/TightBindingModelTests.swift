import BlochCore
import Foundation
import LinearAlgebra
import Testing

/// The model written down a second time, as complex matrices straight from the definition.
private struct ComplexModel {
  struct Function {
    var kind: Character
    var orbital: Int
    var component: Int
  }

  let functions: [Function]
  let onSite: [Double]
  /// J[i][j] along a1, in the real basis.
  let hopping: [[Double]]

  init(_ orbitals: OrbitalSet, coefficients: [Double]) {
    var functions: [Function] = []
    var orbital = 0
    for (kind, count) in [
      ("s", orbitals.s), ("d", orbitals.d), ("p", orbitals.p), ("f", orbitals.f),
    ] {
      for _ in 0..<count {
        for component in 0..<("pd".contains(kind) ? 2 : 1) {
          functions.append(
            Function(kind: Character(kind), orbital: orbital, component: component))
        }
        orbital += 1
      }
    }
    self.functions = functions
    onSite = Array(coefficients.prefix(orbital))
    var hopping = [[Double]](
      repeating: [Double](repeating: 0, count: functions.count), count: functions.count)
    var at = orbital
    for i in functions.indices {
      for j in 0...i {
        let isOdd = { (f: Function) in "pf".contains(f.kind) }
        hopping[i][j] = coefficients[at]
        hopping[j][i] =
          isOdd(functions[i]) == isOdd(functions[j]) ? coefficients[at] : -coefficients[at]
        at += 1
      }
    }
    self.hopping = hopping
  }

  /// The turn by 60 degrees in the basis.
  private var turn: [[Double]] {
    functions.map { f in
      functions.map { g in
        guard f.kind == g.kind, f.orbital == g.orbital else { return 0 }
        switch f.kind {
        case "s": return 1
        case "f": return -1
        default:
          let angle = (f.kind == "p" ? 1.0 : 2.0) * Double.pi / 3
          return f.component == g.component
            ? cos(angle) : (f.component > g.component ? sin(angle) : -sin(angle))
        }
      }
    }
  }

  private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
  }

  /// Eigenvalues at a Cartesian wave vector in 1/a.
  func energies(_ kx: Double, _ ky: Double) throws -> [Double] {
    let n = functions.count
    var h = ComplexMatrix(rows: n, columns: n)
    var t = hopping
    let transpose = turn[0].indices.map { j in turn.map { $0[j] } }
    for step in 0..<3 {
      let angle = Double(step) * Double.pi / 3
      let phase = kx * cos(angle) + ky * sin(angle)
      for i in 0..<n {
        for j in 0..<n {
          // T e^(i phase) + T^T e^(-i phase), T real.
          h.storage[2 * (i + j * n)] += (t[i][j] + t[j][i]) * cos(phase)
          h.storage[2 * (i + j * n) + 1] += (t[i][j] - t[j][i]) * sin(phase)
        }
      }
      t = product(product(turn, t), transpose)
    }
    for i in 0..<n { h.storage[2 * (i + i * n)] += onSite[functions[i].orbital] }
    return try ComplexMatrix.lowestEigenpairs(h, overlap: nil, count: n, withVectors: false).values
  }
}

/// Numbers in -0.5..<0.5.
func arbitraryNumbers(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SampleGenerator(seed: seed, index: 0, purpose: .sampling)
  return (0..<count).map { _ in generator.uniform() - 0.5 }
}

/// All eigenvalues of the model at a wave vector, ascending.
func energies(_ model: TightBindingModel, _ coefficients: [Double], at k: KPoint) throws -> [Double]
{
  let n = model.orbitals.dimension
  let triangle = model.lowerTriangle(coefficients, model.factors(at: k))
  var h = RealMatrix(rows: n, columns: n)
  var e = 0
  for i in 0..<n {
    for j in 0...i {
      h[i, j] = triangle[e]
      e += 1
    }
  }
  return try RealMatrix.lowestEigenpairs(h, overlap: nil, count: n, withVectors: false).values
}

@Suite struct TightBindingModelTests {
  static let sets = [
    OrbitalSet.standard, OrbitalSet(s: 1, p: 0, d: 0, f: 0), OrbitalSet(s: 0, p: 1, d: 0, f: 0),
    OrbitalSet(s: 1, p: 1, d: 1, f: 1), OrbitalSet(s: 0, p: 2, d: 3, f: 1),
  ]
  static let points = [
    KPoint.gamma, .k, .kPrime, .m, KPoint(0.13, 0.21), KPoint(-0.4, 0.37), KPoint(1.7, -2.3),
  ]

  @Test func coefficientsAreThePapers() {
    #expect(OrbitalSet.standard.dimension == 21)
    #expect(OrbitalSet.standard.coefficientCount == 245)
    #expect(OrbitalSet("4s 4p 3d 3f") == .standard)
    #expect(OrbitalSet("3x") == nil && OrbitalSet("") == nil && OrbitalSet("20p") == nil)
  }

  @Test(arguments: sets) func agreesWithTheComplexHamiltonian(_ orbitals: OrbitalSet) throws {
    let model = TightBindingModel(orbitals: orbitals)
    let coefficients = arbitraryNumbers(orbitals.coefficientCount, seed: 3)
    let complex = ComplexModel(orbitals, coefficients: coefficients)
    for k in Self.points {
      let (x, y) = k.cartesian
      for (a, b) in zip(try energies(model, coefficients, at: k), try complex.energies(x, y)) {
        #expect(abs(a - b) < 1e-12)
      }
    }
  }

  @Test(arguments: sets) func spectrumHasTheSymmetryOfTheLattice(_ orbitals: OrbitalSet) throws {
    let model = TightBindingModel(orbitals: orbitals)
    let coefficients = arbitraryNumbers(orbitals.coefficientCount, seed: 5)
    for k in Self.points {
      let images = [k.rotated60, KPoint(-k.x1, -k.x2), KPoint(k.x1 + 1, k.x2 - 2)]
      for image in images {
        let pair = zip(
          try energies(model, coefficients, at: k), try energies(model, coefficients, at: image))
        for (a, b) in pair { #expect(abs(a - b) < 1e-12) }
      }
    }
  }

  /// E + 2 J sum of cos(k.a_j) for s, and for f, whose signs cancel.
  @Test func singleOrbitalsHaveClosedForms() throws {
    for k in Self.points {
      let phases = [k.x1, k.x2, k.x2 - k.x1].map { 2 * Double.pi * $0 }
      let sum = phases.reduce(0) { $0 + 2 * cos($1) }
      for orbitals in [OrbitalSet(s: 1, p: 0, d: 0, f: 0), OrbitalSet(s: 0, p: 0, d: 0, f: 1)] {
        let model = TightBindingModel(orbitals: orbitals)
        let energy = try energies(model, [0.3, -0.7], at: k)[0]
        #expect(abs(energy - (0.3 - 0.7 * sum)) < 1e-12)
      }
    }
  }

  @Test func blocksSplitTheMatrix() throws {
    let model = TightBindingModel()
    let coefficients = arbitraryNumbers(245, seed: 7)
    for (label, k) in [("Gamma", KPoint.gamma), ("K", .k), ("M", .m)] {
      var owner = [Int](repeating: -1, count: 21)
      for (b, block) in model.blocks(at: label).enumerated() {
        for i in block.functions { owner[i] = b }
      }
      #expect(!owner.contains(-1))
      let triangle = model.lowerTriangle(coefficients, model.factors(at: k))
      for i in 0..<21 {
        for j in 0..<i where owner[i] != owner[j] {
          #expect(abs(triangle[i * (i + 1) / 2 + j]) < 1e-14)
        }
      }
    }
  }

  @Test func derivativesAlongK() throws {
    let model = TightBindingModel()
    let coefficients = arbitraryNumbers(245, seed: 9)
    let k = KPoint(0.11, 0.23)
    let (x, y) = model.derivativeFactors(at: k)
    let h = 1e-5
    // dk along b1 and b2: k = x1 b1 + x2 b2.
    for (direction, b) in [
      (KPoint(h, 0), (1.0, -1 / 3.0.squareRoot())), (KPoint(0, h), (0.0, 2 / 3.0.squareRoot())),
    ] {
      let up = model.lowerTriangle(
        coefficients, model.factors(at: KPoint(k.x1 + direction.x1, k.x2 + direction.x2)))
      let down = model.lowerTriangle(
        coefficients, model.factors(at: KPoint(k.x1 - direction.x1, k.x2 - direction.x2)))
      let dx = model.lowerTriangle(coefficients, x)
      let dy = model.lowerTriangle(coefficients, y)
      for e in up.indices {
        let along = 2 * Double.pi * (b.0 * dx[e] + b.1 * dy[e])
        #expect(abs((up[e] - down[e]) / (2 * h) - along) < 1e-6)
      }
    }
  }
}

@Suite struct TightBindingLanesTests {
  private let model = TightBindingModel()
  private let cells = (0..<16).map { arbitraryNumbers(245, seed: 100 + UInt64($0)) }

  private func lanes(_ points: [KPoint], bands: Int = 6) -> TightBindingLanes {
    var lanes = TightBindingLanes(model: model, points: points, bands: bands)
    for (l, cell) in cells.enumerated() {
      for c in 0..<245 { lanes.coefficients[c][l] = Float(cell[c]) }
    }
    return lanes
  }

  private func rounded(_ cell: [Double]) -> [Double] { cell.map { Double(Float($0)) } }

  @Test func bandsAgreeWithDoublePrecision() throws {
    let points = try KSet.grid(12).points
    var lanes = lanes(points)
    for (p, k) in points.enumerated() {
      let found = lanes.energies(at: p)
      for (l, cell) in cells.enumerated() {
        let exact = try energies(model, rounded(cell), at: k)
        for n in 0..<6 { #expect(abs(Double(found[n][l]) - exact[n]) < 1e-5) }
      }
    }
  }

  /// All 21 levels of each irrep, and those of s where a shift puts them.
  @Test func irrepsAreThoseOfTheBlocks() throws {
    var lanes = lanes([.gamma], bands: 21)
    for corner in 0..<3 {
      let (label, irreps) = P6.points[corner]
      let k = KSet.special.points[corner]
      let levels = lanes.specialPoint(corner)
      for (l, cell) in cells.enumerated() {
        let exact = try energies(model, rounded(cell), at: k)
        for n in 0..<21 { #expect(abs(Double(levels[l].energies[n]) - exact[n]) < 2e-5) }
        for irrep in irreps {
          let size = model.blocks(at: label).first { $0.irrep == irrep }!.functions.count
          #expect(levels[l].irreps.filter { $0 == irrep }.count == size)
        }
      }
    }
    // Gamma: s is the first orbital; a shift of all s energies by 10 puts the s levels on top.
    for c in 0..<4 { for l in 0..<16 { lanes.coefficients[c][l] += 100 } }
    for (_, irreps) in lanes.specialPoint(0) {
      #expect(irreps.suffix(4).allSatisfy { $0 == .s } && !irreps.prefix(17).contains(.s))
    }
  }

  /// dE/dF against central differences of eigenvalues in double precision.
  @Test func gradientAgreesWithFiniteDifferences() throws {
    let points = [KPoint(0.17, 0.29), .gamma, .k, .m]
    let weights = (0..<6).map { Double(1 + $0) / 3 }
    for (p, k) in points.enumerated() {
      var lanes = lanes(points)
      if p == 0 {
        lanes.solve(p, withVectors: true, tolerance: 1e-7)
        lanes.addGradient(p, weights: weights.map { .init(repeating: Float($0)) })
      } else {
        let corner = p - 1
        lanes.solveCorner(corner, p, withVectors: true, tolerance: 1e-7)
        var own = lanes.blocks[corner].map {
          [TightBindingLanes.Lane](repeating: .zero, count: $0.count)
        }
        for l in 0..<16 {
          lanes.order(corner, l)
          for (n, level) in lanes.levels.enumerated() {
            own[level.block][level.state][l] += Float(weights[n])
          }
        }
        lanes.addCornerGradient(corner, p, weights: own)
      }
      for l in [0, 7, 15] {
        let cell = rounded(cells[l])
        for c in 0..<245 {
          let h = 1e-4
          var (up, down) = (cell, cell)
          up[c] += h
          down[c] -= h
          let difference = zip(
            try energies(model, up, at: k), try energies(model, down, at: k)
          ).prefix(6).enumerated().reduce(0) { $0 + weights[$1.0] * ($1.1.0 - $1.1.1) / (2 * h) }
          #expect(
            abs(Double(lanes.gradient[c][l]) - difference) < 2e-3, "point \(p) coefficient \(c)")
        }
      }
    }
  }
}

import BlochCore
import Glibc
import LinearAlgebra
import Testing

/// The matrix of the tight-binding model against its definition, closed forms and its symmetries.
@Suite struct TightBindingTests {
  @Test func theStandardSetHasThePapersSize() {
    let set = HamiltonianFamily(s: 4, p: 4, d: 3, f: 3)
    #expect(set == .standard && set.dimension == 21 && set.onSiteCount == 14)
    #expect(set.hoppingCount == 231 && set.coefficientCount == 245)
    let model = TightBindingModel()
    #expect(model.family == set)
    #expect(
      model.lowerTriangle([Double](repeating: 0, count: 245), model.factors(at: .k)).count == 231)
  }

  @Test func orbitalSetsAreReadAsTheyAreWritten() {
    for set in HamiltonianFamily.samples { #expect(HamiltonianFamily(set.description) == set) }
    #expect(HamiltonianFamily("1f 2s") == HamiltonianFamily(s: 2, p: 0, d: 0, f: 1))
    #expect(HamiltonianFamily("16p") != nil && HamiltonianFamily("16p 1s") == nil)
    for text in ["", "s", "0s", "4", "4g", "-1s 4p", "+4s", "4s4p", "1.5s", "4s 3s", "4s, 4p"] {
      #expect(HamiltonianFamily(text) == nil, "\(text)")
    }
    #expect(HamiltonianFamily("99999999999999999999s") == nil && HamiltonianFamily("32p") == nil)
  }

  /// Element by element, not only up to a change of basis.
  @Test(arguments: HamiltonianFamily.samples)
  func realSpaceMatricesAddUpToTheHermitianMatrix(_ orbitals: HamiltonianFamily) throws {
    let n = orbitals.dimension
    var source = TightBindingSource(2)
    let c = source.coefficients(orbitals)
    let cells = TightBindingModel(orbitals).realSpace(c)
    #expect(Set(cells.map { [$0.n1, $0.n2] }).count == 7)
    for _ in 0..<5 {
      let k = source.wave()
      let expected = TightBindingFixture(orbitals).hamiltonian(c, at: k)
      for i in 0..<n {
        for j in 0..<n {
          var (re, im) = (0.0, 0.0)
          for cell in cells {
            let phase = 2 * Double.pi * (k.x1 * Double(cell.n1) + k.x2 * Double(cell.n2))
            re += cos(phase) * cell.matrix[i, j]
            im += sin(phase) * cell.matrix[i, j]
          }
          #expect(abs(re - expected.storage[2 * (i + j * n)]) < 1e-12)
          #expect(abs(im - expected.storage[2 * (i + j * n) + 1]) < 1e-12)
        }
      }
    }
  }

  @Test(arguments: HamiltonianFamily.samples)
  func agreesWithTheHermitianMatrix(_ orbitals: HamiltonianFamily) throws {
    let model = TightBindingModel(orbitals)
    let fixture = TightBindingFixture(orbitals)
    var source = TightBindingSource(1)
    for turn in 0..<20 {
      let c = source.coefficients(orbitals)
      let k = turn < 4 ? [KPoint.gamma, .k, .kPrime, .m][turn] : source.wave()
      let expected = try fixture.energies(c, at: k)
      let found = try model.bands(coefficients: c, at: k, count: orbitals.dimension)
      #expect(found.count == orbitals.dimension)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-12 * max(1, abs(b)), "\(k)") }
      #expect(try model.bands(coefficients: c, at: k, count: 1) == [found[0]])
    }
  }

  /// C6 turns, time reversal and reciprocal lattice vectors.
  @Test(arguments: HamiltonianFamily.samples)
  func theSpectrumHasTheSymmetriesOfTheGroup(_ orbitals: HamiltonianFamily) throws {
    let model = TightBindingModel(orbitals)
    var source = TightBindingSource(2)
    for _ in 0..<10 {
      let c = source.coefficients(orbitals)
      let k = source.wave()
      let bands = try model.bands(coefficients: c, at: k, count: orbitals.dimension)
      let images = [
        k.rotated60, k.rotated60.rotated60, KPoint(-k.x1, -k.x2), KPoint(k.x1 + 1, k.x2),
        KPoint(k.x1 - 2, k.x2 + 3),
      ]
      for image in images {
        let other = try model.bands(coefficients: c, at: image, count: orbitals.dimension)
        for (a, b) in zip(bands, other) { #expect(abs(a - b) < 1e-12 * max(1, abs(a))) }
      }
    }
  }

  /// Without a mirror the bands at (x1, x2) and (x2, x1) differ.
  @Test func thereIsNoMirror() throws {
    let model = TightBindingModel(HamiltonianFamily(s: 1, p: 1, d: 0, f: 0))
    var source = TightBindingSource(3)
    let c = source.coefficients(model.family)
    let a = try model.bands(coefficients: c, at: KPoint(0.3, 0.1), count: 1)
    let b = try model.bands(coefficients: c, at: KPoint(0.1, 0.3), count: 1)
    #expect(abs(a[0] - b[0]) > 1e-3)
  }

  @Test(arguments: HamiltonianFamily.samples)
  func blocksDoNotCoupleAtHighSymmetryPoints(_ orbitals: HamiltonianFamily) {
    let model = TightBindingModel(orbitals)
    let n = orbitals.dimension
    let points: [(String, [KPoint])] = [
      ("Gamma", [.gamma, KPoint(2, -1)]), ("K", [.k, .kPrime, KPoint(-1.0 / 3, 1.0 / 3)]),
      ("M", [.m, KPoint(0.5, 0), KPoint(0, -0.5)]),
    ]
    var source = TightBindingSource(4)
    let c = source.coefficients(orbitals)
    for (label, images) in points {
      let blocks = model.blocks(label)
      #expect(blocks.flatMap(\.functions).sorted() == Array(0..<n))
      for block in blocks { #expect(block.functions == block.functions.sorted()) }
      var home = [Int](repeating: 0, count: n)
      for (b, block) in blocks.enumerated() { for i in block.functions { home[i] = b } }
      for k in images {
        let h = model.lowerTriangle(c, model.factors(at: k))
        for i in 0..<n {
          for j in 0...i where home[i] != home[j] {
            #expect(abs(h[i * (i + 1) / 2 + j]) < 1e-13, "\(label) \(i) \(j)")
          }
        }
      }
    }
    #expect(model.blocks("Gamma").map(\.functions.count).reduce(0, +) == n)
  }

  /// How many states of each irrep the paper's set offers.
  @Test func blocksOfTheStandardSet() {
    func sizes(_ label: String) -> [Irrep: Int] {
      let blocks = TightBindingModel().blocks(label)
      return Dictionary(uniqueKeysWithValues: blocks.map { ($0.irrep, $0.functions.count) })
    }
    #expect(sizes("Gamma") == [.s: 4, .p: 8, .d: 6, .f: 3])
    #expect(sizes("K") == [.zero: 7, .one: 14])
    #expect(sizes("M") == [.plus: 10, .minus: 11])
  }

  /// cos and sin of k.a_j for j = 0, 1, 2.
  private func waves(_ k: KPoint) -> (cosines: [Double], sines: [Double]) {
    let (x, y) = k.cartesian
    let phases = (0..<3).map { x * cos(Double($0) * .pi / 3) + y * sin(Double($0) * .pi / 3) }
    return (phases.map { cos($0) }, phases.map { sin($0) })
  }

  /// E + 2 J (cos k.a1 + cos k.a2 + cos k.a3) for s and for f, whose sign is squared.
  @Test(arguments: ["1s", "1f"]) func oneFunctionHasOneCosineBand(_ text: String) throws {
    let model = TightBindingModel(try #require(HamiltonianFamily(text)))
    var source = TightBindingSource(5)
    for _ in 0..<20 {
      let (e, hopping, k) = (source.next(), source.next(), source.wave())
      let found = try model.bands(coefficients: [e, hopping], at: k, count: 1)
      let expected = e + 2 * hopping * waves(k).cosines.reduce(0, +)
      #expect(abs(found[0] - expected) < 1e-13)
    }
  }

  /// s and f couple by 2 J (sin k.a1 - sin k.a2 + sin k.a3).
  @Test func sAndFGiveTwoByTwoBands() throws {
    let model = TightBindingModel(HamiltonianFamily(s: 1, p: 0, d: 0, f: 1))
    var source = TightBindingSource(6)
    for _ in 0..<20 {
      let c = source.coefficients(model.family)
      let k = source.wave()
      let (cosines, sines) = waves(k)
      let sum = 2 * cosines.reduce(0, +)
      let (s, f) = (c[0] + c[2] * sum, c[1] + c[4] * sum)
      let coupling = 2 * c[3] * (sines[0] - sines[1] + sines[2])
      let root = hypot((s - f) / 2, coupling)
      let found = try model.bands(coefficients: c, at: k, count: 2)
      #expect(abs(found[0] - (s + f) / 2 + root) < 1e-13)
      #expect(abs(found[1] - (s + f) / 2 - root) < 1e-13)
    }
  }

  /// J = (a, b; b, c) of a pair: E + (a + c) sum of cos k.a_j -+ |a - c + 2ib| |sum of w^j cos
  /// k.a_j| with w = exp(2 pi i/3). A turn by an angle turns the traceless part by twice the angle.
  @Test(arguments: ["1p", "1d"]) func onePairGivesTwoByTwoBands(_ text: String) throws {
    let model = TightBindingModel(try #require(HamiltonianFamily(text)))
    var source = TightBindingSource(7)
    for _ in 0..<20 {
      let c = source.coefficients(model.family)
      let k = source.wave()
      let w = waves(k).cosines
      let mean = c[0] + (c[1] + c[3]) * w.reduce(0, +)
      let star = hypot(w[0] - 0.5 * (w[1] + w[2]), (3.0).squareRoot() / 2 * (w[1] - w[2]))
      let root = hypot(c[1] - c[3], 2 * c[2]) * star
      let found = try model.bands(coefficients: c, at: k, count: 2)
      #expect(abs(found[0] - mean + root) < 1e-13 && abs(found[1] - mean - root) < 1e-13)
    }
  }
}

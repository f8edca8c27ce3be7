import BlochCore
import Glibc
import LinearAlgebra
import Testing

/// Goals by a network, against the same network in double precision: its layers written out, LAPACK for
/// the bands.
@Suite struct NetworkBandsTests {
  static func trained() throws -> TrainedNetwork {
    let inputs = NetworkInput.fourier.count
    let trained = try TrainedNetwork(
      architecture: .fourier(width: 32, blocks: 1), family: .standard, bands: 6,
      domain: .potential(vMax: 256),
      standardisation: Standardisation(
        mean: (0..<inputs).map { $0 == 0 ? 0.5 : 0.001 },
        scale: (0..<inputs).map { 0.2 / Float(1 + $0) },
        low: [Float](repeating: -9, count: inputs), high: [Float](repeating: 9, count: inputs)))
    trained.weights.copy(from: trained.network.initialWeights(seed: 5))
    // First weights leave whole layers without effect: move all of them.
    for (i, x) in arbitraryNumbers(trained.weights.count, seed: 1).enumerated() {
      trained.weights.base[i] += Float(0.02 * x)
    }
    // On-site energies apart from each other, as those of a trained network.
    if let last = trained.network.parameters.last {
      for c in 0..<HamiltonianFamily.standard.onSiteCount {
        trained.weights.base[last.offset + c] += 0.07 * Float(c % 5) + 0.02 * Float(c)
      }
    }
    return trained
  }

  @Test(arguments: DesignFixture.names)
  func gradientAgreesWithCentralDifferences(_ name: String) throws {
    let goal = try DesignFixture.goal(name)
    let trained = try Self.trained()
    let packed = PackedWeights(trained.network, trained.weights, derivatives: true)
    let network = try NetworkBands(
      trained, packed, space: DesignFixture.space, goal: goal, capacity: 20)
    let reference = DoubleNetwork(trained)
    let x = DesignFixture.parameters(seed: 6, count: 18)
    let gradient = try DesignFixture.gradient(x, network)
    let losses = network.evaluate(DesignFixture.space.potentials(x, beta: 1)).losses
    for column in [0, 17] {
      var own = RealMatrix(rows: x.rows, columns: 1)
      for i in 0..<x.rows { own[i, 0] = x[i, column] }
      let exact = try reference.loss(DesignFixture.space.potentials(own, beta: 1), goal)
      #expect(abs(losses[column] - exact) < 2e-5 * max(abs(exact), 0.1))
      let error = try DesignFixture.relativeError(gradient, x, column: column, step: 1e-3) {
        try reference.loss($0, goal)
      }
      #expect(error < 1e-5, "\(name) \(column): \(error), \(losses[column])")
    }
  }
}

/// A trained network of the Fourier architecture, evaluated in double precision without any of the
/// library's layers.
struct DoubleNetwork {
  let trained: TrainedNetwork
  private var tensors: [String: [Double]] = [:]
  private let model: TightBindingModel

  init(_ trained: TrainedNetwork) {
    self.trained = trained
    model = TightBindingModel(trained.family)
    for (shape, offset) in trained.network.parameters {
      tensors[shape.name] = (0..<shape.count).map { Double(trained.weights.base[offset + $0]) }
    }
  }

  /// - Parameter potential: v on pixel orbits, [pixel orbits x 1].
  func loss(_ potential: RealMatrix, _ goal: Goal) throws -> Double {
    let coefficients = forward(features(potential))
    var sample = goal.sample()
    for (p, k) in goal.points.enumerated() {
      let bands = try model.bands(coefficients: coefficients, at: k, count: goal.bands)
      for n in 0..<goal.bands { sample.energies[p * goal.bands + n] = bands[n] }
    }
    for point in try model.specialPoints(
      coefficients: coefficients, count: trained.family.dimension)
    {
      var seen: [Irrep: Int] = [:]
      for (irrep, energy) in zip(point.irreps, point.energies) {
        let state = seen[irrep, default: 0] / irrep.dimension
        seen[irrep, default: 0] += 1
        if state < sample.states { sample.levels[sample.level(irrep, state)] = energy }
      }
    }
    return goal.evaluate(&sample)
  }

  /// V_G/Vmax by plain sums over all pixels.
  private func features(_ potential: RealMatrix) -> [Double] {
    let orbits = DesignFixture.space.orbits
    let n = orbits.pixels
    return FourierOrbits.all(.c6).map { orbit in
      let g = orbit[0]
      // The Wigner-Seitz cell of the interpolant: as many shortest vectors as share the coefficient.
      var lengths: [Int] = []
      for i in -2...2 {
        for j in -2...2 {
          lengths.append(ReciprocalVector(g.n1 + i * n, g.n2 + j * n).squaredIndex)
        }
      }
      let shortest = lengths.min()!
      if g.squaredIndex > shortest { return 0 }
      let share = 1 / Double(lengths.filter { $0 == shortest }.count)
      var sum = 0.0
      for i in 0..<n {
        for j in 0..<n {
          sum +=
            potential.storage[Int(orbits.orbitOfPixel[i * n + j])]
            * cos(2 * Double.pi * Double(g.n1 * i + g.n2 * j) / Double(n))
        }
      }
      return share * sum / Double(n * n)
    }
  }

  private func forward(_ features: [Double]) -> [Double] {
    let s = trained.standardisation
    var x = dense(
      "input", features.indices.map { (features[$0] - Double(s.mean[$0])) / Double(s.scale[$0]) })
    var block = 0
    while tensors["block\(block).in.weight"] != nil {
      let hidden = dense("block\(block).in", norm("block\(block).norm", x))
      let change = dense("block\(block).out", hidden.map { $0 / (1 + exp(-$0)) })
      x = zip(x, change).map { $0 + $1 }
      block += 1
    }
    return dense("output", norm("norm", x))
  }

  private func dense(_ name: String, _ x: [Double]) -> [Double] {
    let w = tensors["\(name).weight"]!
    return tensors["\(name).bias"]!.enumerated().map { row, bias in
      x.indices.reduce(bias) { $0 + w[row * x.count + $1] * x[$1] }
    }
  }

  private func norm(_ name: String, _ x: [Double]) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    let (gamma, beta) = (tensors["\(name).weight"]!, tensors["\(name).bias"]!)
    return x.indices.map { (x[$0] - mean) / (variance + 1e-5).squareRoot() * gamma[$0] + beta[$0] }
  }
}

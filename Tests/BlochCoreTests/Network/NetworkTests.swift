import BlochCore
import LinearAlgebra
import Testing

@Suite struct NetworkTests {
  /// Derivatives by every array of weights against central differences of a loss that is linear in the outputs:
  /// along the derivative itself, where the loss changes most, and along random signs, where a derivative of n numbers
  /// is felt as its length over the square root of n.
  @Test(arguments: [1, 2]) func backwardAgreesWithFiniteDifferences(_ threads: Int) throws {
    let network = try Architecture.fourier(width: 208, blocks: 2).network(inputs: 156, outputs: 37)
    let team = WorkerTeam(threads: threads)
    let rows = 19
    let weights = network.initialWeights(seed: 4)
    // First weights leave whole layers without effect: move all of them.
    for (i, x) in arbitraryNumbers(weights.count, seed: 1).enumerated() {
      weights.base[i] += Float(0.1 * x)
    }
    let memory = NetworkMemory(network, rows: 32, training: true)
    for (i, x) in arbitraryNumbers(rows * network.inputs, seed: 2).enumerated() {
      memory.input.base[i] = Float(3 * x)
    }
    let slope = arbitraryNumbers(rows * network.outputs, seed: 3)
    let pass = Pass(rows: rows, team: team, training: TrainingPosition(seed: 1, step: 0))
    func loss(_ weights: FloatBuffer) -> Double {
      memory.forward(weights, pass)
      return slope.enumerated().reduce(0) { $0 + $1.1 * Double(memory.output.base[$1.0]) }
    }
    _ = loss(weights)
    memory.outputDerivative.assign(slope.map { Float($0) })
    let gradient = FloatBuffer(count: network.parameterCount)
    memory.backward(weights, gradient: gradient, pass)

    func length(_ v: [Double]) -> Double { v.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    for (i, (shape, offset)) in network.parameters.enumerated() {
      let own = (0..<shape.count).map { Double(gradient.base[offset + $0]) }
      let norm = length(own)
      #expect(norm > 0)
      /// The derivative along a direction of length 1, minus the difference quotient.
      func error(_ direction: [Double]) -> Double {
        func moved(_ by: Double) -> FloatBuffer {
          let copy = FloatBuffer(count: weights.count)
          copy.copy(from: weights)
          for (j, d) in direction.enumerated() { copy.base[offset + j] += Float(by * d) }
          return copy
        }
        let (plus, minus) = (moved(0.02), moved(-0.02))
        // By what single precision makes of the steps.
        let along = own.indices.reduce(0) {
          $0 + own[$1] * Double(plus.base[offset + $1] - minus.base[offset + $1])
        }
        return (along - (loss(plus) - loss(minus))) / 0.04
      }
      #expect(abs(error(own.map { $0 / norm })) < 3e-4 * norm, "\(shape.name)")
      let signs = arbitraryNumbers(shape.count, seed: 10 + UInt64(i)).map { $0 < 0 ? -1.0 : 1.0 }
      let size = Double(shape.count).squareRoot()
      #expect(abs(error(signs.map { $0 / size })) < 2e-3 * norm / size, "\(shape.name)")
    }
  }

  /// AdamW on one weight against the recursion written out.
  @Test func optimizerFollowsItsRecursion() throws {
    let network = try Architecture.fourier(width: 16, blocks: 0).network(inputs: 156, outputs: 1)
    let weights = FloatBuffer(count: network.parameterCount)
    weights.base[0] = 0.5
    let optimizer = AdamW(network)
    optimizer.weightDecay = 0.1
    var (w, m, v) = (0.5, 0.0, 0.0)
    for (i, g) in [0.3, -0.1, 2.0, 0.0, 0.7].enumerated() {
      let gradient = FloatBuffer(count: network.parameterCount)
      gradient.base[0] = Float(g)
      optimizer.step(weights, gradient: gradient, rate: 0.01, team: WorkerTeam(threads: 1))
      m = 0.9 * m + 0.1 * g
      v = 0.999 * v + 0.001 * g * g
      let t = Double(i + 1)
      func power(_ x: Double) -> Double { (0..<Int(t)).reduce(1.0) { p, _ in p * x } }
      let step = (m / (1 - power(0.9))) / ((v / (1 - power(0.999))).squareRoot() + 1e-8)
      w -= 0.01 * step + 0.01 * 0.1 * w
      #expect(abs(Double(weights.base[0]) - w) < 2e-6)
    }
  }

  @Test func longGradientsAreShortened() throws {
    let network = try Architecture.fourier(width: 16, blocks: 0).network(inputs: 156, outputs: 1)
    let gradient = FloatBuffer(count: network.parameterCount)
    for i in 0..<network.parameterCount { gradient.base[i] = 2 }
    let optimizer = AdamW(network)
    optimizer.largestNorm = 1
    let norm = optimizer.step(
      FloatBuffer(count: network.parameterCount), gradient: gradient, rate: 1,
      team: WorkerTeam(threads: 1))
    #expect(abs(Double(norm) - 2 * Double(network.parameterCount).squareRoot()) < 1e-3)
    // First mean: 0.1 times the gradient shortened to length 1.
    #expect(abs(Double(optimizer.first.base[0]) - 0.1 * 2 / Double(norm)) < 1e-7)
  }

  /// A team calls each index once, whatever the number of threads and calls.
  @Test func teamsMissNothing() {
    let team = WorkerTeam(threads: 3)
    for count in [0, 1, 2, 7, 100] {
      for _ in 0..<200 {
        let hits = FloatBuffer(count: max(1, count))
        team.forEach(count) { hits.base[$0] += 1 }
        for i in 0..<count { #expect(hits.base[i] == 1) }
      }
    }
  }
}

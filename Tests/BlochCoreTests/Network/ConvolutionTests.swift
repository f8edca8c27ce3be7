import BlochCore
import LinearAlgebra
import Testing

/// Convolutions and their derivatives against the sums written out in double precision.
@Suite struct ConvolutionTests {
  /// One convolution, followed by the cut at 0.
  struct Geometry: Sendable, CustomTestStringConvertible {
    var size: Int
    var channels: Int
    var filters: Int
    var kernel: Int
    var stride: Int
    var valid: Bool

    var testDescription: String {
      "\(size) x \(size) x \(channels), \(filters) filters of \(kernel), stride \(stride)\(valid ? ", valid" : "")"
    }

    var side: Int { valid ? (size - kernel) / stride + 1 : (size + stride - 1) / stride }
    /// Zeros before the first row and column: half of what is missing, the odd one behind.
    var before: Int { valid ? 0 : max(0, (side - 1) * stride + kernel - size) / 2 }
    var inputs: Int { size * size * channels }
    var outputs: Int { side * side * filters }
    var weights: Int { filters * kernel * kernel * channels }

    /// The sum before the cut: [side][side][filters].
    func sums(_ x: [Double], _ w: [Double], _ bias: [Double]) -> [Double] {
      var y = [Double](repeating: 0, count: outputs)
      for row in 0..<side {
        for column in 0..<side {
          for f in 0..<filters {
            var sum = bias[f]
            for a in 0..<kernel {
              for b in 0..<kernel {
                let (i, j) = (row * stride - before + a, column * stride - before + b)
                if i < 0 || j < 0 || i >= size || j >= size { continue }
                for c in 0..<channels {
                  sum +=
                    w[((f * kernel + a) * kernel + b) * channels + c]
                    * x[(i * size + j) * channels + c]
                }
              }
            }
            y[(row * side + column) * filters + f] = sum
          }
        }
      }
      return y
    }
  }

  static let geometries = [
    Geometry(size: 7, channels: 3, filters: 5, kernel: 4, stride: 2, valid: false),
    Geometry(size: 9, channels: 1, filters: 3, kernel: 5, stride: 1, valid: false),
    Geometry(size: 8, channels: 2, filters: 4, kernel: 3, stride: 1, valid: true),
    Geometry(size: 10, channels: 2, filters: 17, kernel: 3, stride: 3, valid: true),
    // Patches of several strips.
    Geometry(size: 40, channels: 16, filters: 2, kernel: 6, stride: 1, valid: false),
  ]

  @Test(arguments: geometries)
  func agreesWithTheSums(_ g: Geometry) throws {
    let network = Network.convolutions(
      size: g.size, channels: g.channels, [(g.filters, g.kernel, g.stride, g.valid)])
    #expect(network.inputs == g.inputs && network.outputs == g.outputs)
    // More rows than there are groups of them.
    let rows = g.size < 20 ? 6 : 1
    let memory = NetworkMemory(network, rows: rows, training: true, inputDerivative: true)
    let weights = FloatBuffer(count: network.parameterCount)
    // Numbers that single precision holds: differences are those of the sums.
    let w = single(arbitraryNumbers(g.weights, seed: 1))
    let bias = single(arbitraryNumbers(g.filters, seed: 2))
    let x = single(arbitraryNumbers(rows * g.inputs, seed: 3))
    let slope = single(arbitraryNumbers(rows * g.outputs, seed: 4))
    weights.assign((w + bias).map { Float($0) })
    memory.input.assign(x.map { Float($0) })
    let pass = Pass(rows: rows, team: WorkerTeam(threads: 2))
    memory.forward(weights, pass)
    memory.outputDerivative.assign(slope.map { Float($0) })
    let gradient = FloatBuffer(count: network.parameterCount)
    memory.backward(weights, gradient: gradient, pass)

    func row(_ values: [Double], _ r: Int, _ count: Int) -> [Double] {
      Array(values[r * count..<(r + 1) * count])
    }
    let sums = (0..<rows).map { g.sums(row(x, $0, g.inputs), w, bias) }
    for (r, row) in sums.enumerated() {
      for (i, sum) in row.enumerated() {
        #expect(abs(Double(memory.output.base[r * g.outputs + i]) - max(sum, 0)) < 1e-5)
      }
    }
    // The sums are linear in weights and in pixels: a derivative is the sum of a unit.
    let passed = sums.enumerated().map { r, row in
      row.enumerated().map { $0.1 > 0 ? slope[r * g.outputs + $0.0] : 0 }
    }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let none = [Double](repeating: 0, count: g.filters)
    for i in stride(from: 0, to: g.weights, by: max(1, g.weights / 60)) {
      var unit = [Double](repeating: 0, count: g.weights)
      unit[i] = 1
      let expected = (0..<rows).reduce(0) {
        $0 + product(passed[$1], g.sums(row(x, $1, g.inputs), unit, none))
      }
      #expect(abs(Double(gradient.base[i]) - expected) < 1e-4)
    }
    for f in 0..<g.filters {
      var unit = none
      unit[f] = 1
      let empty = [Double](repeating: 0, count: g.weights)
      let expected = (0..<rows).reduce(0) {
        $0 + product(passed[$1], g.sums(row(x, $1, g.inputs), empty, unit))
      }
      #expect(abs(Double(gradient.base[g.weights + f]) - expected) < 1e-4)
    }
    for i in stride(from: 0, to: g.inputs, by: max(1, g.inputs / 60)) {
      var unit = [Double](repeating: 0, count: g.inputs)
      unit[i] = 1
      let image = g.sums(unit, w, none)
      for r in 0..<rows {
        let found = Double(memory.inputDerivative!.base[r * g.inputs + i])
        #expect(abs(found - product(passed[r], image)) < 1e-5)
      }
    }
  }

  private func single(_ values: [Double]) -> [Double] { values.map { Double(Float($0)) } }
}

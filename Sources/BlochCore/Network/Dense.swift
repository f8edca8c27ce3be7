import Glibc
import LinearAlgebra

/// y = x W^T + b (+ residual), W [outputs x inputs].
struct Dense: Layer {
  let inputs: Int
  let outputs: Int
  let name: String
  /// Standard deviation of the first weights.
  let deviation: Double

  init(_ name: String, inputs: Int, outputs: Int, gain: Double = 1) {
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    deviation = gain / Double(inputs).squareRoot()
  }

  var parameters: [ParameterShape] {
    [
      ParameterShape(name: "\(name).weight", shape: [outputs, inputs], decays: true),
      ParameterShape(name: "\(name).bias", shape: [outputs], decays: false),
    ]
  }

  func initialize(_ p: UnsafeMutablePointer<Float>, _ generator: inout SampleGenerator) {
    for (i, value) in generator.normals(inputs * outputs).enumerated() {
      p[i] = Float(deviation * value)
    }
  }

  func packed(_ p: UnsafePointer<Float>) -> PackedMatrix? {
    PackedMatrix(p, rows: outputs, columns: inputs)
  }

  func packedBackward(_ p: UnsafePointer<Float>) -> PackedMatrix? {
    PackedMatrix(transposing: p, rows: inputs, columns: outputs)
  }

  /// The same cuts for every number of threads.
  private static func slices(_ count: Int) -> [Range<Int>] {
    let pieces = count >= 384 ? count / 192 : (count >= 128 ? 2 : 1)
    return (0..<pieces).map { count * $0 / pieces..<count * ($0 + 1) / pieces }
  }

  func forward(_ io: LayerMemory, _ pass: Pass) {
    let slices = io.packed == nil ? Self.slices(outputs) : [0..<outputs]
    pass.team.forEach(slices.count) { piece in
      let slice = slices[piece]
      let bias = io.parameters + inputs * outputs
      for row in 0..<pass.rows {
        let y = io.y + row * outputs
        if let residual = io.residual {
          let r = residual + row * outputs
          for j in slice { y[j] = bias[j] + r[j] }
        } else {
          for j in slice { y[j] = bias[j] }
        }
      }
      if let packed = io.packed {
        packed.addProduct(io.x, to: io.y, count: pass.rows)
        return
      }
      multiply(
        rows: pass.rows, columns: slice.count, inner: inputs, SingleMatrix(io.x, stride: inputs),
        SingleMatrix(io.parameters + slice.lowerBound * inputs, stride: inputs, transposed: true),
        adds: true, into: io.y + slice.lowerBound, stride: outputs)
    }
  }

  func backward(_ io: LayerMemory, _ pass: Pass) {
    if io.gradient == nil, let packed = io.packedBackward, let dx = io.dx {
      if !io.addsToInput { memset(dx, 0, 4 * pass.rows * inputs) }
      packed.addProduct(io.dy, to: dx, count: pass.rows)
      return
    }
    let weights = io.gradient == nil ? [] : Self.slices(outputs)
    let columns = io.dx == nil ? [] : Self.slices(inputs)
    pass.team.forEach(weights.count + columns.count) { piece in
      if piece < columns.count, let dx = io.dx {
        let slice = columns[piece]
        multiply(
          rows: pass.rows, columns: slice.count, inner: outputs,
          SingleMatrix(io.dy, stride: outputs),
          SingleMatrix(io.parameters + slice.lowerBound, stride: inputs),
          adds: io.addsToInput, into: dx + slice.lowerBound, stride: inputs)
        return
      }
      guard let gradient = io.gradient else { return }
      let slice = weights[piece - columns.count]
      multiply(
        rows: slice.count, columns: inputs, inner: pass.rows,
        SingleMatrix(io.dy + slice.lowerBound, stride: outputs, transposed: true),
        SingleMatrix(io.x, stride: inputs), adds: false,
        into: gradient + slice.lowerBound * inputs, stride: inputs)
      let bias = gradient + inputs * outputs
      for j in slice { bias[j] = 0 }
      for row in 0..<pass.rows {
        let dy = io.dy + row * outputs
        for j in slice { bias[j] += dy[j] }
      }
    }
  }
}

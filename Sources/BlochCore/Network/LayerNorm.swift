/// y = gamma (x - mean)/sqrt(variance + 1e-5) + beta over each row; the width is a multiple of 16.
struct LayerNorm: Layer {
  let name: String
  let width: Int
  var inputs: Int { width }
  var outputs: Int { width }

  init(_ name: String, width: Int) {
    precondition(width % 16 == 0)
    self.name = name
    self.width = width
  }

  var parameters: [ParameterShape] {
    [
      ParameterShape(name: "\(name).weight", shape: [width], decays: false),
      ParameterShape(name: "\(name).bias", shape: [width], decays: false),
    ]
  }

  func initialize(_ p: UnsafeMutablePointer<Float>, _ generator: inout SampleGenerator) {
    for i in 0..<width { p[i] = 1 }
  }

  /// Mean and 1/deviation of every row (a vector's worth of room), then sums for gamma and beta of
  /// every 16 rows.
  func stateCount(rows: Int) -> Int { 16 * rows + (rows + 15) / 16 * 2 * width }

  private static func lanes(_ p: UnsafePointer<Float>) -> UnsafePointer<SIMD16<Float>> {
    UnsafeRawPointer(p).assumingMemoryBound(to: SIMD16<Float>.self)
  }

  private static func lanes(_ p: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<SIMD16<Float>>
  {
    UnsafeMutableRawPointer(p).assumingMemoryBound(to: SIMD16<Float>.self)
  }

  func forward(_ io: LayerMemory, _ pass: Pass) {
    let count = width / 16
    pass.forRows { rows in
      let gamma = Self.lanes(io.parameters)
      let beta = gamma + count
      for row in rows {
        let x = Self.lanes(io.x) + row * count
        let y = Self.lanes(io.y) + row * count
        var sum = SIMD16<Float>.zero
        for i in 0..<count { sum += x[i] }
        let mean = sum.sum() / Float(width)
        var squares = SIMD16<Float>.zero
        for i in 0..<count {
          let d = x[i] - mean
          squares.addProduct(d, d)
        }
        let scale = 1 / (squares.sum() / Float(width) + 1e-5).squareRoot()
        io.state[16 * row] = mean
        io.state[16 * row + 1] = scale
        for i in 0..<count { y[i] = ((x[i] - mean) * scale * gamma[i]) + beta[i] }
      }
    }
  }

  func backward(_ io: LayerMemory, _ pass: Pass) {
    let count = width / 16
    let sums = Self.lanes(io.state + 16 * pass.rows)
    nonisolated(unsafe) let partial = sums
    pass.forRows { rows in
      let gamma = Self.lanes(io.parameters)
      let dGamma = partial + rows.lowerBound / 16 * 2 * count
      let dBeta = dGamma + count
      for i in 0..<2 * count { dGamma[i] = .zero }
      for row in rows {
        let x = Self.lanes(io.x) + row * count
        let dy = Self.lanes(io.dy) + row * count
        let (mean, scale) = (io.state[16 * row], io.state[16 * row + 1])
        var first = SIMD16<Float>.zero
        var second = SIMD16<Float>.zero
        for i in 0..<count {
          let normal = (x[i] - mean) * scale
          let d = dy[i] * gamma[i]
          first += d
          second.addProduct(d, normal)
          dGamma[i].addProduct(dy[i], normal)
          dBeta[i] += dy[i]
        }
        guard let target = io.dx else { continue }
        let a = first.sum() / Float(width)
        let b = second.sum() / Float(width)
        let dx = Self.lanes(target) + row * count
        for i in 0..<count {
          let normal = (x[i] - mean) * scale
          let d = (dy[i] * gamma[i] - a - normal * b) * scale
          dx[i] = io.addsToInput ? dx[i] + d : d
        }
      }
    }
    guard let target = io.gradient else { return }
    let gradient = Self.lanes(target)
    for i in 0..<2 * count { gradient[i] = .zero }
    for piece in 0..<(pass.rows + 15) / 16 {
      for i in 0..<2 * count { gradient[i] += sums[piece * 2 * count + i] }
    }
  }
}

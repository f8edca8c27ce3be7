/// y = x/(1 + exp(-x)), element by element; the width is a multiple of 16.
struct SiLU: Layer {
  let width: Int
  var inputs: Int { width }
  var outputs: Int { width }

  init(width: Int) {
    precondition(width % 16 == 0)
    self.width = width
  }

  func forward(_ io: LayerMemory, _ pass: Pass) {
    pass.forRows { rows in
      let x = UnsafeRawPointer(io.x).assumingMemoryBound(to: SIMD16<Float>.self)
      let y = UnsafeMutableRawPointer(io.y).assumingMemoryBound(to: SIMD16<Float>.self)
      for i in rows.lowerBound * width / 16..<rows.upperBound * width / 16 {
        y[i] = x[i] * sigmoid(x[i])
      }
    }
  }

  func backward(_ io: LayerMemory, _ pass: Pass) {
    guard let target = io.dx else { return }
    nonisolated(unsafe) let dx = UnsafeMutableRawPointer(target).assumingMemoryBound(
      to: SIMD16<Float>.self)
    pass.forRows { rows in
      let x = UnsafeRawPointer(io.x).assumingMemoryBound(to: SIMD16<Float>.self)
      let dy = UnsafeRawPointer(io.dy).assumingMemoryBound(to: SIMD16<Float>.self)
      for i in rows.lowerBound * width / 16..<rows.upperBound * width / 16 {
        let s = sigmoid(x[i])
        let d = dy[i] * s * (1 + x[i] * (1 - s))
        dx[i] = io.addsToInput ? dx[i] + d : d
      }
    }
  }
}

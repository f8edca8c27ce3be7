extension Network {
  /// A dense layer on the standardised Fourier coefficients, residual blocks of layer norm, dense, SiLU,
  /// dense, and a last norm and dense layer.
  /// - Parameters:
  ///   - width: neurons, a multiple of 16.
  ///   - blocks: residual blocks.
  static func residual(inputs: Int, width: Int, blocks: Int, outputs: Int) -> Network {
    var network = Network()
    var stream = network.append(
      Dense("input", inputs: inputs, outputs: width), from: -1)
    for b in 0..<blocks {
      network.append(LayerNorm("block\(b).norm", width: width))
      network.append(Dense("block\(b).in", inputs: width, outputs: width))
      network.append(SiLU(width: width))
      stream = network.append(
        Dense("block\(b).out", inputs: width, outputs: width, gain: 0.5), adding: stream)
    }
    network.append(LayerNorm("norm", width: width), from: stream)
    network.append(Dense("output", inputs: width, outputs: outputs, gain: 0.05))
    return network
  }

  /// The paper's network: eight convolutions, four dense layers (appendix B of arXiv:1912.03296).
  /// - Parameter dropout: share of neurons left out between dense layers.
  static func paper(dropout: Double, outputs: Int) -> Network {
    let shapes: [ConvolutionShape] = [
      (32, 10, 2, false), (64, 10, 1, false), (128, 10, 2, false), (128, 6, 1, true),
      (128, 6, 1, true), (128, 5, 1, true), (128, 5, 1, true), (128, 5, 1, true),
    ]
    var network = convolutions(size: 100, shapes)
    var width = network.outputs
    for (i, next) in [512, 256, 256].enumerated() {
      network.append(
        Dense("dense\(i)", inputs: width, outputs: next, gain: 2.0.squareRoot()))
      network.append(ReLU(width: next))
      network.append(Dropout(width: next, share: dropout, number: i))
      width = next
    }
    network.append(Dense("output", inputs: width, outputs: outputs, gain: 0.05))
    return network
  }

  /// A convolution: its filters, the rows and columns of its kernel, its stride, and whether kernels lie within the
  /// image.
  package typealias ConvolutionShape = (filters: Int, kernel: Int, stride: Int, valid: Bool)

  /// Convolutions of an image of size x size pixels with some channels, channels fastest, each cut at 0 from below.
  package static func convolutions(size: Int, channels: Int = 1, _ shapes: [ConvolutionShape])
    -> Network
  {
    var network = Network()
    var (size, channels) = (size, channels)
    for (i, shape) in shapes.enumerated() {
      let layer = Convolution(
        "conv\(i)", size: size, channels: channels, filters: shape.filters, kernel: shape.kernel,
        stride: shape.stride, valid: shape.valid)
      network.append(layer, from: i == 0 ? -1 : nil)
      network.append(ReLU(width: layer.outputs))
      (size, channels) = (layer.side, shape.filters)
    }
    return network
  }
}

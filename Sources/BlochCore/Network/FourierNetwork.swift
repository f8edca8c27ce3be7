extension Network {
  /// The default architecture: a dense layer on the standardised Fourier coefficients, residual blocks of
  /// layer norm, dense, SiLU, dense, and a last norm and dense layer.
  /// - Parameters:
  ///   - width: neurons, a multiple of 16.
  ///   - blocks: residual blocks.
  public static func fourier(width: Int, blocks: Int, outputs: Int) -> Network {
    var network = Network()
    var stream = network.append(
      Dense("input", inputs: FourierFeatures.count, outputs: width), from: -1)
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
}

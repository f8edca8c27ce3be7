import Glibc

/// Error bars for the bands of a network, learned from cells that were solved exactly.
///
/// A small network maps a cell's covariates to the logarithm of its bars, the quantile below which 95 % of
/// the errors lie; a constant for each band, which the last layer's bias contains, makes them conformal:
/// of every kind of cell that was held out, 95 % are covered (`ErrorCalibration`). Beyond the range of the
/// covariates that were seen, bars grow with the distance from it.
///
/// Sources: Romano, Patterson, Candes, Conformalized quantile regression, arXiv:1905.03222; Angelopoulos and
/// Bates, arXiv:2107.07511.
public struct ErrorModel: Sendable {
  /// Share of the cells of a kind whose error is within the bar.
  public static let coverage = 0.95

  /// Bands that bars are known of.
  public let bands: Int
  /// Kinds of cells that bars were calibrated on.
  public let kinds: [String]
  let covariates: ErrorCovariates
  let standards: Standards
  /// [2 x bands]: medians of the bars over the known cells, Vmax.
  var usual: [Float]
  let network: Network
  let weights: FloatBuffer

  /// Numbers the small network puts out: a logarithm for each quantity and band.
  var outputs: Int { ErrorQuantity.allCases.count * bands }

  /// What covariates are bounded by and standardised with: [covariates] each.
  struct Standards: Sendable {
    /// The range that was seen.
    var low: [Float] = []
    var high: [Float] = []
    var mean: [Float] = []
    var scale: [Float] = []
  }

  init(bands: Int, kinds: [String], covariates: ErrorCovariates, standards: Standards) {
    self.bands = bands
    self.kinds = kinds
    self.covariates = covariates
    self.standards = standards
    usual = []
    network = .errorBars(
      inputs: covariates.count, outputs: ErrorQuantity.allCases.count * bands)
    weights = FloatBuffer(count: network.parameterCount)
  }

  /// Bars this many times the usual ones are large.
  public static let large: Float = 5

  /// Standardises one cell's covariates in place.
  /// - Returns: by how much the scores are out of the range that was seen, as the logarithm of a distance.
  func standardise(_ values: UnsafeMutablePointer<Float>) -> Float {
    var beyond: Float = 0
    for i in 0..<covariates.count {
      let x = min(max(values[i], standards.low[i]), standards.high[i])
      if i < covariates.scores { beyond = max(beyond, abs(values[i] - x)) }
      values[i] = (x - standards.mean[i]) / standards.scale[i]
    }
    // Scores are logarithms of squares.
    return beyond / 2
  }

  /// Multiplies the bars by exp(logarithms): [2 x bands].
  func shiftBars(by logarithms: [Float]) {
    let bias = network.parameters[network.parameters.count - 1]
    for (o, shift) in logarithms.enumerated() { weights.base[bias.offset + o] += shift }
  }

  /// Sets `usual` from known cells.
  mutating func setUsual(_ known: [ErrorObservations]) {
    var bars = [[Float]](repeating: [], count: outputs)
    let size = Predictor.capacity
    let estimator = ErrorEstimator(self, rows: size)
    for cells in known {
      let inputs = cells.inputs.count / max(1, cells.count)
      for first in stride(from: 0, to: cells.count, by: size) {
        let rows = min(size, cells.count - first)
        cells.layer.withUnsafeBufferPointer { layer in
          cells.inputs.withUnsafeBufferPointer {
            estimator.evaluate(
              layer: layer.baseAddress! + first * covariates.hidden,
              inputs: $0.baseAddress! + first * inputs, rows: rows)
          }
        }
        for row in 0..<rows {
          for quantity in ErrorQuantity.allCases {
            for n in 0..<bands {
              bars[quantity.rawValue * bands + n].append(
                estimator.logarithm(row: row, quantity, band: n))
            }
          }
        }
      }
    }
    usual = bars.map { $0.isEmpty ? 1 : exp($0.sorted()[$0.count / 2]) }
  }
}

extension Network {
  /// Two hidden layers of 64 on the covariates of error bars.
  static func errorBars(inputs: Int, outputs: Int) -> Network {
    var network = Network()
    let width = 64
    network.append(Dense("error.first", inputs: inputs, outputs: width), from: -1)
    network.append(SiLU(width: width))
    network.append(Dense("error.second", inputs: width, outputs: width))
    network.append(SiLU(width: width))
    network.append(Dense("error.third", inputs: width, outputs: outputs, gain: 0.05))
    return network
  }
}

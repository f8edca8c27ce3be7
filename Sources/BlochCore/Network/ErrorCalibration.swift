import Glibc
import LinearAlgebra

/// Learns error bars from observed errors.
///
/// The small network is fitted to the quantile by the pinball loss, once to all cells and once without each
/// fold of them. Errors over the bars of the network that never saw the cell give the constant for each
/// band: the smallest with which, at 99 % confidence, 95 % of the cells of every kind are covered.
public struct ErrorCalibration {
  private static let confidence = 0.99

  /// Fewest cells of a kind that can be calibrated: the largest of 90 errors is above the quantile with 99 %
  /// confidence.
  public static let fewestCells = 90

  /// - Parameters:
  ///   - kinds: cells that bars are to hold for, at least `fewestCells` of each.
  ///   - known: cells like those that the network was trained on.
  ///   - network: that the observations are of.
  /// - Throws: `SolverError` for too few cells; `LinearAlgebraError` if LAPACK breaks down.
  public static func fit(
    _ kinds: [ErrorObservations], known: [ErrorObservations], network: TrainedNetwork,
    seed: UInt64, team: WorkerTeam
  ) throws -> ErrorModel {
    for kind in kinds where kind.count < fewestCells {
      throw SolverError(
        "\(kind.count) cells of the kind '\(kind.kind)' are too few to calibrate on; give "
          + "\(fewestCells) or more")
    }
    let bands = kinds.map(\.bands).min() ?? 0
    let covariates = try ErrorCovariates(
      known: known.flatMap(\.layer), hidden: network.network.lastLayer,
      input: network.input)
    func raw(_ observations: ErrorObservations) -> [Float] {
      var values = [Float](repeating: 0, count: observations.count * covariates.count)
      covariates.evaluate(
        layer: observations.layer, inputs: observations.inputs, rows: observations.count,
        values: &values)
      return values
    }
    var model = ErrorModel(
      bands: bands, kinds: kinds.map(\.kind), covariates: covariates,
      standards: ranges(kinds.flatMap(raw), covariates))
    var samples = ErrorSamples(covariates: covariates.count, outputs: model.outputs)
    for (k, kind) in kinds.enumerated() {
      samples.append(kind, number: k, values: raw(kind), model: model)
    }
    let (template, all) = (model, samples)
    // The last fit leaves nothing out.
    let weights = try team.map(ErrorSamples.foldCount + 1) { fold in
      all.fit(
        template, without: fold < ErrorSamples.foldCount ? fold : nil, seed: seed &+ UInt64(fold))
    }
    var excess = [[[Float]]](
      repeating: [[Float]](repeating: [], count: kinds.count), count: model.outputs)
    for fold in 0..<ErrorSamples.foldCount {
      for (i, row) in all.predictions(template, weights[fold], fold: fold) {
        for (o, bar) in row.enumerated() {
          excess[o][all.kinds[i]].append(all.logarithms[i * model.outputs + o] - bar)
        }
      }
    }
    model.weights.copy(from: weights[ErrorSamples.foldCount])
    model.shiftBars(
      by: excess.map { kinds in
        kinds.map { $0.sorted()[Self.rank(of: $0.count)] }.max() ?? 0
      })
    model.setUsual(known)
    return model
  }

  /// The smallest order statistic of `count` numbers, from 0, that is above their quantile at the confidence.
  package static func rank(of count: Int) -> Int {
    // P(at most r of the numbers lie below the quantile), from the binomial distribution.
    var term = Double(count) * log(1 - ErrorModel.coverage)
    var sum = 0.0
    for r in 0..<count {
      sum += exp(term)
      if sum >= confidence { return r }
      term += log(
        Double(count - r) / Double(r + 1) * ErrorModel.coverage / (1 - ErrorModel.coverage))
    }
    return count - 1
  }

  /// The range of each covariate, and mean and deviation in it.
  private static func ranges(_ values: [Float], _ covariates: ErrorCovariates)
    -> ErrorModel.Standards
  {
    let width = covariates.count
    let count = values.count / width
    var range = ErrorModel.Standards()
    for c in 0..<width {
      var column = (0..<count).map { values[$0 * width + c] }
      column.sort()
      // Single components have long tails that say little.
      let cut = c < covariates.scores ? 0 : count / 1000
      let (low, high) = (column[cut], column[count - 1 - cut])
      var (sum, squares) = (0.0, 0.0)
      for x in column {
        let bounded = Double(min(max(x, low), high))
        sum += bounded
        squares += bounded * bounded
      }
      let mean = sum / Double(count)
      range.low.append(low)
      range.high.append(high)
      range.mean.append(Float(mean))
      range.scale.append(
        Float(max(squares / Double(count) - mean * mean, 1e-12).squareRoot()))
    }
    return range
  }
}

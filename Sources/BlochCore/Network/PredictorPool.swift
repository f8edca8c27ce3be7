import Synchronization

/// Predictors of one network that wait for a thread.
public final class PredictorPool: Sendable {
  private struct Waiting: @unchecked Sendable { var predictors: [Predictor] = [] }
  private let waiting = Mutex(Waiting())
  private let make: @Sendable () -> Predictor

  /// - Parameters as of `Predictor`.
  public init(_ trained: TrainedNetwork, bands: Int, cornerBands: Int) {
    let packed = PackedWeights(trained.network, trained.weights)
    make = { Predictor(trained, packed, bands: bands, cornerBands: cornerBands) }
  }

  public func take() -> Predictor {
    nonisolated(unsafe) var found: Predictor?
    waiting.withLock { found = $0.predictors.popLast() }
    return found ?? make()
  }

  public func give(_ predictor: Predictor) {
    nonisolated(unsafe) let predictor = predictor
    waiting.withLock { $0.predictors.append(predictor) }
  }
}

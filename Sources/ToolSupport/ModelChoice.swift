import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream

/// Whose bands a tool works on, where a record may have two models of them.
public enum ModelChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto, network, exact

  /// Whether the record's exact model is meant.
  /// - Throws: `StreamError` (bad data) when the record lacks the model.
  public func isExact(in record: PBRecord) throws -> Bool {
    switch self {
    case .auto where record.hasReducedModel, .exact where record.hasReducedModel: return true
    case .auto where record.hasModel, .network where record.hasModel: return false
    case .auto:
      throw StreamError(
        .badData,
        "the record has no model; run \(record.hasNetworks ? "predict, or " : "")solve-seq with --keep-model"
      )
    case .network:
      throw StreamError(
        .badData,
        record.hasNetworks
          ? "the record has no network's model; run predict"
          : "no network knows \(record.equation); use solve-seq --keep-model and --model exact")
    case .exact:
      throw StreamError(.badData, "the record has no exact model; run solve-seq with --keep-model")
    }
  }
}

extension PBRecord {
  /// Whether there are networks for its equation.
  fileprivate var hasNetworks: Bool {
    !hasFrequencies || NetworkDomain.equations.contains { $0.rawValue == equation }
  }
}

import ArgumentParser
import BlochCore
import RecordStream

extension TrainingRanks {
  /// What `body` returns, once it has on every rank. Where it fails, the first rank to fail tells why and
  /// all end with its exit code.
  func together<Value>(_ body: () throws -> Value) throws -> Value {
    let result = Result { try body() }
    var code = 0.0
    if case .failure(let error) = result {
      code = Double(((error as? StreamError)?.code ?? .computationFailed).rawValue)
    }
    let codes = gather([code])
    guard let first = codes.firstIndex(where: { $0 != 0 }), first != rank else {
      return try result.get()
    }
    throw ExitCode(Int32(codes[first]))
  }

  /// - Throws: `StreamError` (bad data) where some rank has another text.
  func agree(on text: String) throws {
    // FNV-1a.
    let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let all = gather([Double(hash)])
    try together {
      if rank == 0, let other = all.firstIndex(where: { $0 != all[0] }) {
        throw StreamError(
          .badData,
          "process \(other) has other data, options or checkpoint than process 0; all must see the same files"
        )
      }
    }
  }

  /// Whether it is so on any rank.
  func any(_ condition: Bool) -> Bool { gather([condition ? 1 : 0]).contains(1) }
}

import BlochCore
import BlochRecords
import RecordStream

enum NetworkFuzz {
  static func run(_ bytes: [UInt8]) {
    guard let file = orBadData({ try TensorFile(bytes: bytes) }) else { return }
    let again = orBadData { try TensorFile(bytes: file.encoded()) }
    precondition(again?.metadata == file.metadata)
    // Arrays without elements lie at the same place, in any order.
    precondition(again.map { sorted($0.tensors) } == sorted(file.tensors))
    // Written again it has a digest, without which no network is taken.
    if let again { orBadData { try TrainedNetwork(again) } }
  }

  private static func sorted(_ tensors: [TensorFile.Tensor]) -> [TensorFile.Tensor] {
    tensors.sorted { $0.name < $1.name }
  }
}

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
    orBadData { try TrainedNetwork(file) }
  }

  private static func sorted(_ tensors: [TensorFile.Tensor]) -> [TensorFile.Tensor] {
    tensors.sorted { $0.name < $1.name }
  }
}

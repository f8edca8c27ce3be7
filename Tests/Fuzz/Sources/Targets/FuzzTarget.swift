/// A reader of bytes from elsewhere. Whatever it is given, it takes it or throws an error that says bad data.
enum FuzzTarget: String, CaseIterable, Sendable {
  /// A record stream, and the same bytes as the content of a frame.
  case stream
  /// An encoded Record message.
  case record
  /// Numbers that two records are made of, on their way through the checks into the kernels.
  case search
  /// A safetensors file, and the network in it.
  case network
  /// A PNG, PGM or PBM picture, or a NumPy array.
  case image
  /// A file of shapes, and a formula.
  case text

  /// Feeds the bytes; ends the process when a promise is broken.
  func run(_ bytes: [UInt8]) {
    switch self {
    case .stream: StreamFuzz.run(bytes)
    case .record: RecordFuzz.run(bytes)
    case .search: SearchFuzz.run(bytes)
    case .network: NetworkFuzz.run(bytes)
    case .image: ImageFuzz.run(bytes)
    case .text: TextFuzz.run(bytes)
    }
  }
}

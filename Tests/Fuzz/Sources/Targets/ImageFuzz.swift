import RecordStream

enum ImageFuzz {
  static func run(_ bytes: [UInt8]) {
    guard let image = orBadData({ try NetpbmImage(bytes) }) else { return }
    precondition(image.brightness.count == image.width * image.height)
    precondition(image.brightness.allSatisfy { (0...1).contains($0) })
  }
}

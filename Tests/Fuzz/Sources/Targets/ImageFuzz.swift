import RecordStream

enum ImageFuzz {
  static func run(_ bytes: [UInt8]) {
    guard let file = orBadData({ try PictureFile(bytes) }) else { return }
    switch file {
    case .netpbm(let image): check(image.brightness, image.width * image.height)
    case .png(let image): check(image.brightness, image.width * image.height)
    case .numpy(let array):
      for cell in 0..<min(array.cells, 4) {
        guard let values = orBadData({ try array.values(cell: cell) }) else { continue }
        precondition(values.count == array.rows * array.columns && values.allSatisfy(\.isFinite))
      }
    }
  }

  private static func check(_ brightness: [Float], _ count: Int) {
    precondition(brightness.count == count)
    precondition(brightness.allSatisfy { (0...1).contains($0) })
  }
}

/// A file of cells: a PNG, PGM or PBM picture, or a NumPy array. Which one the first bytes tell, not the name.
public enum PictureFile: Sendable {
  case netpbm(NetpbmImage)
  case png(PngImage)
  case numpy(NumpyArray)

  /// - Throws: `PictureError`.
  public init(_ bytes: [UInt8]) throws {
    if bytes.starts(with: PngImage.signature) {
      self = .png(try PngImage(bytes))
    } else if bytes.starts(with: NumpyArray.signature) {
      self = .numpy(try NumpyArray(bytes))
    } else if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      throw PictureError("a .npz or zip archive; save one array with numpy.save")
    } else {
      self = .netpbm(try NetpbmImage(bytes))
    }
  }

  /// Number of cells; more than one in arrays alone.
  public var cells: Int {
    if case .numpy(let array) = self { array.cells } else { 1 }
  }
}

import Foundation

/// Constants of the format; docs/record-format.md is the specification.
public enum StreamFormat {
  public static let major: UInt32 = 1
  public static let minor: UInt32 = 0
  /// Payload of the skippable frame that opens a segment, before the major version as one byte.
  static let magic = Array("BLOCHPIPE".utf8)
  static let skippableMagic: UInt32 = 0x184D_2A5B
  static let zstdMagic: UInt32 = 0xFD2F_B528
  /// Limits that a reader checks before it allocates.
  static let maxHeaderBytes = 16 << 20
  static let maxRecordBytes = 256 << 20
  static let maxFrameBytes = maxRecordBytes + (1 << 20) + 64
  /// Content that a frame may have however few its bytes are: 4096 x 4096 pixels in single precision and a little.
  static let maxSmallFrameBytes = 80 << 20
  /// Bytes of content beyond these for each byte of a frame.
  static let maxRatio = 128
  /// Binary logarithm of the largest zstd window.
  static let maxWindowLog = 27
  /// A frame is closed once it holds this many records or bytes.
  static let recordsPerFrame = 256
  static let bytesPerFrame = 1 << 20
  static let compressionLevel: Int32 = 3
  /// Field tags of Item, all length-delimited.
  static let headerTag: UInt8 = 0x0A
  static let recordTag: UInt8 = 0x12
  static let trailerTag: UInt8 = 0x1A
  /// What the numbers mean, in words, for the header.
  public static let units =
    "energies in units of v_max; v_max in E0 = hbar^2/(2 m a^2); k along b1 and b2, "
    + "b1 = 2 pi/a (1, -1/sqrt 3), b2 = 2 pi/a (0, 2/sqrt 3)"
  /// The schema in every header: a serialised google.protobuf.FileDescriptorSet.
  public static var descriptorSet: Data { EmbeddedSchema.descriptorSet }
}

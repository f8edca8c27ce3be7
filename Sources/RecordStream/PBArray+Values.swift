import Foundation

extension PBArray {
  /// Largest number of elements of one array.
  static let maxElements: UInt64 = 1 << 28

  public init(float64 values: [Double], shape: [Int]) {
    self.init()
    self.shape = shape.map(UInt64.init)
    type = .float64
    data = values.withUnsafeBytes { Data($0) }
  }

  public init(float32 values: [Float], shape: [Int]) {
    self.init()
    self.shape = shape.map(UInt64.init)
    type = .float32
    data = values.withUnsafeBytes { Data($0) }
  }

  /// One bit an element, least significant bit of a byte first.
  public init(bits: [Bool], shape: [Int]) {
    self.init()
    self.shape = shape.map(UInt64.init)
    type = .bit
    var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for (i, bit) in bits.enumerated() where bit { bytes[i >> 3] |= 1 << UInt8(i & 7) }
    data = Data(bytes)
  }

  /// Number of elements, once shape, type and data are seen to agree.
  /// - Throws: `StreamError` (bad data).
  public func checkedCount() throws -> Int {
    var count: UInt64 = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Self.maxElements else {
        throw StreamError(.badData, "an array of shape \(shape) is over the size limit")
      }
      count = product
    }
    let bytes: UInt64
    switch type {
    case .float64: bytes = 8 * count
    case .float32: bytes = 4 * count
    case .bit: bytes = (count + 7) / 8
    case .UNRECOGNIZED(let raw):
      throw StreamError(.badData, "an array of unknown element type \(raw); use a newer release")
    }
    guard UInt64(data.count) == bytes else {
      throw StreamError(
        .badData, "an array of shape \(shape) with \(data.count) bytes instead of \(bytes)")
    }
    return Int(count)
  }

  /// The elements as Double, row-major.
  public func doubles() throws -> [Double] {
    let count = try checkedCount()
    switch type {
    case .float64:
      var values = [Double](repeating: 0, count: count)
      _ = values.withUnsafeMutableBytes { data.copyBytes(to: $0) }
      return values
    case .float32: return try floats().map(Double.init)
    default: return expandedBits(count) { $0 == 0 ? 0 : 1 }
    }
  }

  /// The elements as Float, row-major.
  public func floats() throws -> [Float] {
    let count = try checkedCount()
    switch type {
    case .float32:
      var values = [Float](repeating: 0, count: count)
      _ = values.withUnsafeMutableBytes { data.copyBytes(to: $0) }
      return values
    case .float64: return try doubles().map { Float($0) }
    default: return expandedToFloats(count)
    }
  }

  /// Sixteen bits at a time.
  private func expandedToFloats(_ count: Int) -> [Float] {
    let places = SIMD16<UInt32>(
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
    return [Float](unsafeUninitializedCapacity: count) { values, size in
      data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        let target = UnsafeMutableRawPointer(values.baseAddress!)
        for i in 0..<count / 16 {
          let word = UInt32(bytes[2 * i]) | UInt32(bytes[2 * i + 1]) << 8
          let set = (SIMD16(repeating: word) & places) .!= 0
          target.storeBytes(
            of: SIMD16<Float>.zero.replacing(with: 1, where: set), toByteOffset: 64 * i,
            as: SIMD16<Float>.self)
        }
        for i in count / 16 * 16..<count {
          values[i] = bytes[i >> 3] >> UInt8(i & 7) & 1 == 0 ? 0 : 1
        }
      }
      size = count
    }
  }

  /// The elements of a BIT array.
  public func bits() throws -> [Bool] {
    let count = try checkedCount()
    guard type == .bit else { throw StreamError(.badData, "an array of bits was expected") }
    return expandedBits(count) { $0 != 0 }
  }

  /// The first `count` bits of the data as values, `value` of 0 or 1.
  @inline(__always)
  private func expandedBits<Value>(_ count: Int, _ value: (UInt8) -> Value) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { values, size in
      data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        for i in 0..<count {
          (values.baseAddress! + i).initialize(to: value(bytes[i >> 3] >> UInt8(i & 7) & 1))
        }
      }
      size = count
    }
  }
}

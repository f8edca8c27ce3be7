import Foundation

extension PBArray {
  /// Largest number of elements of one array.
  static let maxElements: UInt64 = 1 << 28
  /// The same for bits, which grow most when they are read: 4096 x 4096 pixels.
  static let maxBits: UInt64 = 1 << 24
  /// Largest product of the other extents where one is 0.
  static let maxEmptyLists: UInt64 = 1 << 20
  /// Largest number of dimensions, that of numpy 1.
  static let maxDimensions = 32

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
    guard shape.count <= Self.maxDimensions else {
      throw StreamError(
        .badData, "an array of \(shape.count) dimensions; \(Self.maxDimensions) are the limit")
    }
    let isEmpty = shape.contains(0)
    var count: UInt64 = 1
    let most = isEmpty ? Self.maxEmptyLists : type == .bit ? Self.maxBits : Self.maxElements
    for extent in shape where extent > 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= most else {
        throw StreamError(.badData, "an array of shape \(shape) is over the size limit")
      }
      count = product
    }
    if isEmpty { count = 0 }
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

  /// The elements of an array of numbers, which bits are not, as Double, row-major.
  public func numbers() throws -> [Double] {
    guard type != .bit else { throw StreamError(.badData, "an array of bits in place of numbers") }
    return try doubles()
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
    default: return count == 0 ? [] : expandedToFloats(count)
    }
  }

  /// A byte at a time, by table.
  private func expandedToFloats(_ count: Int) -> [Float] {
    let table = Self.octets
    return [Float](unsafeUninitializedCapacity: count) { values, size in
      data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        let target = UnsafeMutableRawPointer(values.baseAddress!)
        let source = bytes.baseAddress!
        table.withUnsafeBufferPointer { table in
          for i in 0..<count / 8 {
            let byte = Int(source.load(fromByteOffset: i, as: UInt8.self))
            target.storeBytes(of: table[byte], toByteOffset: 32 * i, as: SIMD8<Float>.self)
          }
        }
        for i in count / 8 * 8..<count {
          values[i] = bytes[i >> 3] >> UInt8(i & 7) & 1 == 0 ? 0 : 1
        }
      }
      size = count
    }
  }

  /// The eight elements in each byte.
  private static let octets: [SIMD8<Float>] = (0..<256).map { byte in
    SIMD8((0..<8).map { byte >> $0 & 1 == 0 ? 0 : 1 })
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

import BlochCore
import RecordStream

extension PBBlochFunctions {
  /// The block of Bloch functions.
  /// - Parameter bands: counted from 1, as in `found`.
  public init(_ found: BlochFunctions, kset: KSet, bands: [Int]) {
    self.init()
    let (count, n) = (kset.points.count, found.pixels)
    kpoints = PBArray(float64: kset.points.flatMap { [$0.x1, $0.x2] }, shape: [count, 2])
    self.bands = bands.map(UInt32.init)
    energies = PBArray(float64: found.energies, shape: [count, bands.count])
    periodic = PBArray(float32: found.values, shape: [count, bands.count, n, n, 2])
    errors = PBArray(float64: found.errors, shape: [count, bands.count])
  }

  /// - Throws: `StreamError` (bad data) for shapes that do not fit.
  func check() throws {
    let shape = energies.shape
    guard shape.count == 2, Int(clamping: shape[1]) == bands.count,
      bands.allSatisfy({ (1...UInt32(RecordLimits.bands)).contains($0) }),
      kpoints.shape == [shape[0], 2], errors.shape == shape, periodic.shape.count == 5,
      Array(periodic.shape[..<2]) == shape, periodic.shape[2] == periodic.shape[3],
      periodic.shape[4] == 2,
      try kpoints.numbers().allSatisfy({ abs($0) <= RecordLimits.coordinate }),
      try energies.numbers().allSatisfy(RecordLimits.holds),
      try errors.numbers().allSatisfy({ $0 >= 0 }),
      try periodic.numbers().allSatisfy(RecordLimits.holds)
    else {
      throw StreamError(
        .badData,
        "states: arrays that do not fit the energies \(shape); run solve-seq --states again")
    }
  }
}

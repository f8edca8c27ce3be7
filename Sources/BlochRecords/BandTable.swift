import BlochCore
import RecordStream

/// The bands of a record, checked: what tools and kernels see of the block 'bands'.
public struct BandTable: Sendable {
  public let kset: KSet
  /// [points x bands], ascending in each row, finite, Vmax.
  public let energies: [Double]
  /// At least 1.
  public let bands: Int
  /// Vmax, not negative; infinite when not known.
  public let errorEstimate: Double

  /// - Throws: `StreamError` (bad data) for shapes that do not fit, numbers out of range, or energies that do not ascend.
  init(_ block: PBBandStructure) throws {
    kset = try block.kset()
    let shape = block.energies.shape.map { Int(clamping: $0) }
    guard shape.count == 2, shape[0] == kset.points.count,
      (1...RecordLimits.bands).contains(shape[1])
    else {
      throw StreamError(
        .badData,
        "bands: energies \(shape) do not fit k-points \(block.kpoints.shape); solve again")
    }
    bands = shape[1]
    energies = try block.energies.numbers()
    guard energies.allSatisfy(RecordLimits.holds) else {
      throw StreamError(.badData, "bands: energies that are not finite, or out of range")
    }
    errorEstimate = block.errorEstimate
    guard errorEstimate >= 0 else {
      throw StreamError(.badData, "bands: an error estimate of \(errorEstimate); solve again")
    }
    for row in kset.points.indices {
      let start = row * bands
      for n in start + 1..<start + bands where energies[n] < energies[n - 1] {
        throw StreamError(.badData, "bands: energies at k-point \(row) are not ascending")
      }
    }
  }

  /// Whether the bands at high-symmetry points are these.
  func agrees(with special: [SpecialPointBands]) -> Bool {
    let tolerance = max(RecordLimits.agreement, 2 * errorEstimate)
    for point in special {
      for (row, k) in kset.points.enumerated()
      where abs(k.x1 - point.k.x1) < 1e-9 && abs(k.x2 - point.k.x2) < 1e-9 {
        let own = energies[row * bands..<(row + 1) * bands]
        if zip(own, point.energies).contains(where: { abs($0 - $1) > tolerance }) { return false }
      }
    }
    return true
  }
}

extension PBBandStructure {
  /// The k-set of a record's bands, for bands of another make at the same points.
  /// - Throws: `StreamError` when the points make no sense.
  public func kset() throws -> KSet {
    let places = try kpoints.numbers()
    guard kpoints.shape.count == 2, kpoints.shape[1] == 2, !places.isEmpty,
      places.count <= 2 * RecordLimits.points,
      places.allSatisfy({ abs($0) <= RecordLimits.coordinate })
    else {
      throw StreamError(
        .badData,
        "bands: the k-points are no pairs of numbers up to \(RecordLimits.coordinate); solve again")
    }
    let points = stride(from: 0, to: places.count, by: 2).map { KPoint(places[$0], places[$0 + 1]) }
    var set = KSet.special
    set.name = self.kset
    set.points = points
    set.weights = hasWeights ? try weights.numbers() : []
    guard !hasWeights || set.weights.count == points.count,
      set.weights.allSatisfy({ (0...1).contains($0) })
    else {
      throw StreamError(
        .badData,
        "bands: \(set.weights.count) weights for \(points.count) k-points, or not from 0 to 1; solve again"
      )
    }
    set.labels = labels.map { (Int($0.index), $0.text) }
    guard set.labels.allSatisfy({ $0.index < points.count }) else {
      throw StreamError(.badData, "bands: a label behind the last k-point; solve again")
    }
    return set
  }
}

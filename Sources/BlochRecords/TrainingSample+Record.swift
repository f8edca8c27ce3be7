import BlochCore
import RecordStream

/// What training takes from one solved record.
public struct TrainingSample: Sendable {
  public var equation: WaveEquation
  /// Height of the potential, E0, or ratio of the two epsilon.
  public var strength: Double
  /// The network's input.
  public var features: [Float]
  /// Energies below per energy of the model.
  public var unit: Float
  public var points: [KPoint]
  /// [points x bands], Vmax or (omega a/(2 pi c))^2.
  public var energies: [Double]
  public var bands: Int
  public var special: [SpecialPointBands]
  /// Names the potential: equal cells have equal numbers, others almost never.
  public var hash: UInt64

  /// Throws `StreamError` (bad data) for a record that failed, was not solved, or makes no sense.
  public init(_ record: PBRecord, input: NetworkInput) throws {
    guard record.status != .failed else {
      throw StreamError(.badData, "it is marked as failed (\(record.reason)); leave it out")
    }
    guard record.hasBands, record.hasIrreps else {
      throw StreamError(.badData, "it has no bands; solve it with solve-seq --grid 12")
    }
    let cell = try record.unitCell()
    equation = cell.medium?.equation ?? .schroedinger
    strength = NetworkDomain.strength(of: cell)
    do { (features, unit) = try input.values(of: cell) } catch {
      throw StreamError(.badData, "\(error)")
    }
    guard cell.symmetry == input.symmetry else {
      throw StreamError(
        .badData,
        "it is of \(cell.symmetry.group), and networks are trained on cells of \(input.symmetry.group), which know the others"
      )
    }
    let solution = try record.solution()
    points = solution.bands.kset.points
    energies = solution.bands.energies
    bands = solution.bands.bands
    special = solution.special
    // FNV-1a.
    hash = record.geometry.potential.data.reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    // Its high bits follow the last bytes only.
    hash = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
    hash ^= hash >> 29
  }
}

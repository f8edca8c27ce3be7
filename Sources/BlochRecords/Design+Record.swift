import BlochCore
import RecordStream

extension PBDesignTerm {
  public init(name: String, weight: Double, loss: Double) {
    self.init()
    self.name = name
    self.weight = weight
    self.loss = loss
  }
}

extension PBRecord {
  /// The record as a target: the wave vectors of its bands, and energies and irreps of some bands.
  /// - Parameters:
  ///   - bands: which of the record's bands are wanted, counted from 1; nil for all, as many as `limit`.
  ///   - first: which band the first of them stands for, counted from 1.
  /// - Throws: `StreamError` when it has no such bands.
  public func bandMatch(
    bands wanted: ClosedRange<Int>?, as first: Int, limit: Int, freeOffset: Bool, freeScale: Bool
  ) throws -> (match: BandMatch, kset: KSet) {
    guard hasBands else {
      throw StreamError(
        .badData, "the target has no bands; make it with invdesign target or solve-seq --grid")
    }
    if hasFrequencies {
      throw StreamError(
        .badData,
        "the target is of \(equation), and designs are of the Schroedinger equation alone")
    }
    let symmetry = try crystalSymmetry()
    guard symmetry.lattice == .hexagonal,
      try !hasIrreps || irrepGroup() == .p6 && !irreps.brokenTimeReversal
    else {
      throw StreamError(
        .badData,
        "the target is of \(symmetry.name)\(irreps.brokenTimeReversal ? " without time reversal" : ""); designs are p6 cells with it"
      )
    }
    let (table, special) = try solution()
    let (kset, width) = (table.kset, table.bands)
    let own = wanted ?? 1...max(1, min(width, limit - first + 1))
    guard own.upperBound <= width else {
      throw StreamError(
        .badData, "the target has \(width) bands, and band \(own.upperBound) is wanted")
    }
    let energies = kset.points.indices.flatMap { p in
      own.map { table.energies[p * width + $0 - 1] }
    }
    let shifted = special.map { point in
      SpecialPointBands(
        label: point.label, k: point.k, energies: [],
        irreps: Array(point.irreps.dropFirst(own.lowerBound - 1)))
    }
    do {
      let match = try BandMatch(
        kset: kset, energies: energies, bands: first - 1..<first - 1 + own.count, special: shifted,
        freeOffset: freeOffset, freeScale: freeScale)
      return (match, kset)
    } catch { throw StreamError(.badData, "\(error)") }
  }
}

extension PBDesign {
  /// Throws `StreamError` unless losses are finite and the target's energies fit its wave vectors.
  func check() throws {
    let numbers = [loss, searchLoss, networkError, scale, offset, smallestFeature]
    guard numbers.allSatisfy(\.isFinite),
      terms.allSatisfy({ $0.weight.isFinite && $0.loss.isFinite })
    else { throw StreamError(.badData, "design: a loss or weight is not finite; design again") }
    if hasHistory { _ = try history.numbers() }
    guard hasTarget else { return }
    do { _ = try BandTable(target) } catch let error as StreamError {
      throw StreamError(.badData, "design: the target's \(error)")
    }
  }
}

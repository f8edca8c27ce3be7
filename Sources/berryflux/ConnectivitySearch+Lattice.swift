import BlochCore
import BlochRecords
import RecordStream

extension ConnectivitySearch {
  /// By the lattice model itself, as invdesign target wrote it.
  /// - Throws: `StreamError`.
  func lattice(_ record: PBRecord) throws -> PBConnectivity {
    guard grid == nil, !wilson else {
      throw StreamError(.badData, "a lattice model takes neither --grid nor --wilson")
    }
    let model = try record.checkedLatticeModel()
    let bands = model.sites.count
    guard bands > 1 else { throw StreamError(.badData, "a cut needs two bands, and there is one") }
    if let last = cuts?.last, last >= bands {
      throw StreamError(
        .badData, "the cut \(last)|\(last + 1) lies beyond the \(bands) bands of the model")
    }
    return PBConnectivity(
      try model.gaps(cuts ?? Array(1..<bands), corners: record.specialPoints()))
  }
}

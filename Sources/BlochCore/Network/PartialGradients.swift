import LinearAlgebra

/// Gradients of the parts of a batch, and their sum in the order of the parts: the same bytes however the
/// parts lie on ranks.
///
/// Each rank adds up its own slice of all parts; then the slices are joined.
final class PartialGradients {
  /// Parts of this rank, consecutive.
  let own: Range<Int>
  private let ranks: any TrainingRanks
  private let parts: [FloatBuffer]
  private let incoming: [FloatBuffer]
  private let sum: FloatBuffer
  private let whole: FloatBuffer
  /// Numbers of a slice, a multiple of 16.
  private let slice: Int

  /// - Parameters:
  ///   - count: numbers of a gradient.
  ///   - parts: of a batch, a multiple of the number of ranks.
  init(count: Int, parts: Int, ranks: any TrainingRanks) {
    precondition(parts % ranks.count == 0)
    self.ranks = ranks
    let each = parts / ranks.count
    own = ranks.rank * each..<(ranks.rank + 1) * each
    let slice = ((count + 15) / 16 + ranks.count - 1) / ranks.count * 16
    self.slice = slice
    let size = slice * ranks.count
    func buffers(_ wanted: Bool) -> [FloatBuffer] {
      (0..<each).map { _ in FloatBuffer(count: wanted ? size : 0) }
    }
    self.parts = buffers(true)
    incoming = buffers(ranks.count > 1)
    sum = FloatBuffer(count: parts > 1 ? slice : 0)
    whole = FloatBuffer(count: ranks.count > 1 ? size : 0)
  }

  subscript(part: Int) -> FloatBuffer { parts[part - own.lowerBound] }

  /// The sum over all parts of all ranks, padded with zeros; until the next call.
  func summed(team: WorkerTeam) -> FloatBuffer {
    if own.count * ranks.count == 1 { return parts[0] }
    if ranks.count == 1 {
      add(parts.map { UnsafePointer($0.lanes) }, team)
      return sum
    }
    for (part, incoming) in zip(parts, incoming) {
      ranks.swap(part.base, incoming.base, size: slice)
    }
    add(
      (0..<ranks.count).flatMap { rank in
        incoming.map { UnsafePointer($0.lanes) + rank * slice / 16 }
      }, team)
    ranks.join(sum.base, whole.base, size: slice)
    return whole
  }

  private func add(_ terms: [UnsafePointer<SIMD16<Float>>], _ team: WorkerTeam) {
    nonisolated(unsafe) let (terms, sum) = (terms, sum.lanes)
    let total = slice / 16
    let piece = 1 << 10
    team.forEach((total + piece - 1) / piece) { p in
      for i in p * piece..<min(total, (p + 1) * piece) {
        var value = terms[0][i]
        for term in terms.dropFirst() { value += term[i] }
        sum[i] = value
      }
    }
  }
}

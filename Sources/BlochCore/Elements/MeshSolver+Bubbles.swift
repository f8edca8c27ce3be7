/// What the next polynomial order lowers levels by, with what it leaves.
extension MeshSolver {
  /// Of eight levels.
  struct Lowering {
    var change: FieldLane
    /// Largest error left, estimated.
    var error: FieldLane
  }

  /// - Parameters:
  ///   - field: [rows][copies][parts][groups], normalised.
  ///   - levels: [groups]
  /// - Returns: [groups]
  func lowering(
    _ field: LaneField, levels: [FieldLane], _ inverse: BlockInverse, groups: Int
  ) -> [Lowering] {
    let effect = bubbles.lowering(
      field, levels: levels, gluing: inverse.boundary.gluing, groups: groups)
    guard let coupling = effect.coupling else {
      return effect.shares.map { own in
        // Far from one where waves are as short as the edges: the error says so.
        let trusted = own.stretch.clamped(
          lowerBound: FieldLane(repeating: 0.7), upperBound: FieldLane(repeating: 1.4))
        let far = own.stretch - 1
        let size = far.replacing(with: -far, where: far .< 0)
        let share = own.share.replacing(with: -own.share, where: own.share .< 0)
        return Lowering(
          change: (trusted + Self.beyondBubbles) * own.share, error: (0.25 + 0.5 * size) * share)
      }
    }
    // What quadratic functions answer.
    let answer = LaneField(copying: coupling)
    inverse.apply(answer, groups: groups)
    var answers = [FieldLane](repeating: .zero, count: groups)
    for at in 0..<answer.count {
      answers[at % answer.width % groups].addProduct(answer.base[at], coupling.base[at])
    }
    return zip(effect.shares, answers).map { own, answers in
      let share = own.share.replacing(with: FieldLane.zero, where: .!(own.share .> 0))
      let ratio = (answers / own.share).replacing(with: FieldLane.zero, where: .!(own.share .> 0))
        .clamped(lowerBound: FieldLane.zero, upperBound: FieldLane(repeating: 0.7))
      let series = ratio / (1 - ratio)
      return Lowering(
        change: (1 + Self.beyondAnswers * series) * share, error: (1.2 * series + 0.05) * share)
    }
  }

  /// What answers to the bubbles, quadratic functions and those of higher order, lowers levels by about this part of the
  /// bubbles' share besides (0.08 to 0.2 in empty lattices, cavities and random crystals of all kinds).
  static let beyondBubbles = 0.14

  /// The same of two components over the geometric series of the quadratic functions' answer, which differs much more
  /// (1.6 to 2.6).
  private static let beyondAnswers = 2.0
}

import LinearAlgebra

/// States of every block at one wave vector, with their levels.
struct ElementModes: Sendable {
  /// Of one block.
  struct Block: Sendable {
    let copies: BlockCopies
    let inverse: BlockInverse
    /// [rows][copies][parts][groups of eight states]
    let field: LaneField
    let groups: Int
    /// Whether these are all states that the block has.
    let isWhole: Bool
    /// [states], ascending: as corrected, and the quadratic elements' own.
    var levels: [Double]
    var plain: [Double]
    /// [states]: what the corrections leave at most: a quarter of the bubbles' share, more where these had to be
    /// stretched, and half of the interface's shift.
    var errors: [Double]
    /// [states]: what the iteration leaves of the error.
    var unfinished: [Double]
    /// Functions that are no states, eight at most: [rows][copies][parts].
    var responses: (field: LaneField, count: Int)?

    /// 1 where the block is real, 2 where it is complex.
    var parts: Int { copies.isReal ? 1 : 2 }

    /// Largest error of a level, estimated.
    func error(_ state: Int) -> Double { errors[state] + unfinished[state] }
  }

  let point: LittleGroup
  var blocks: [Block]

  /// A state of a block.
  struct State: Sendable {
    var block: Int
    var number: Int
    var level: Double
  }

  /// All states, ascending by level; of equal ones the first block's first.
  var states: [State] {
    blocks.enumerated().flatMap { at, block in
      block.levels.enumerated().map { State(block: at, number: $0, level: $1) }
    }.sorted { ($0.level, $0.block, $0.number) < ($1.level, $1.block, $1.number) }
  }
}

import LinearAlgebra

/// How a network is run.
public struct Pass: Sendable {
  /// Rows of the batch.
  public var rows: Int
  public var team: WorkerTeam
  /// Set while training: names the step, so that dropout can be drawn again.
  public var training: TrainingPosition?

  public init(rows: Int, team: WorkerTeam, training: TrainingPosition? = nil) {
    self.rows = rows
    self.team = team
    self.training = training
  }

  /// Calls `body` for ranges of rows.
  func forRows(_ body: @Sendable (Range<Int>) -> Void) {
    let rows = rows
    team.forEach((rows + 15) / 16) { body(16 * $0..<min(rows, 16 * $0 + 16)) }
  }
}

/// What a layer's random numbers are keyed by.
public struct TrainingPosition: Sendable {
  public var seed: UInt64
  public var step: Int
  /// Place of the first row in the batch.
  public var row: Int

  public init(seed: UInt64, step: Int, row: Int = 0) {
    self.seed = seed
    self.step = step
    self.row = row
  }
}

/// An array of weights in a network.
public struct ParameterShape: Sendable {
  public var name: String
  public var shape: [Int]
  /// Weight decay applies to matrices and kernels, not to biases and norms.
  public var decays: Bool

  public var count: Int { shape.reduce(1, *) }
}

/// One layer: a function of a batch [rows x inputs] -> [rows x outputs] with its derivative.
///
/// Work is cut into the same pieces however many threads there are, so that results do not depend on
/// their number.
protocol Layer: Sendable {
  var inputs: Int { get }
  var outputs: Int { get }
  var parameters: [ParameterShape] { get }

  /// Numbers that `forward` leaves for `backward`, for that many rows.
  func stateCount(rows: Int) -> Int

  /// Writes first weights into `p`, parameter after parameter.
  func initialize(_ p: UnsafeMutablePointer<Float>, _ generator: inout SampleGenerator)

  /// The layer's matrix for many uses with the same weights, if it has one.
  func packed(_ p: UnsafePointer<Float>) -> PackedMatrix?

  /// The same matrix laid out for the derivative by the input.
  func packedBackward(_ p: UnsafePointer<Float>) -> PackedMatrix?

  /// y := layer(x).
  func forward(_ io: LayerMemory, _ pass: Pass)

  /// From dy, the derivative of the loss by y: dx (added where `addsToInput`; absent where nobody wants
  /// it) and the derivative by the parameters, if there is room for it.
  func backward(_ io: LayerMemory, _ pass: Pass)
}

/// Where a layer finds its numbers.
struct LayerMemory: @unchecked Sendable {
  /// [rows x inputs]
  var x: UnsafePointer<Float>
  /// [rows x outputs]
  var y: UnsafeMutablePointer<Float>
  /// What is added to the output, [rows x outputs]; only `Dense` knows it.
  var residual: UnsafePointer<Float>?
  var parameters: UnsafePointer<Float>
  /// The layer's matrix once more, laid out for products; only `Dense` knows it.
  var packed: PackedMatrix?
  var packedBackward: PackedMatrix?
  var state: UnsafeMutablePointer<Float>
  var dy: UnsafePointer<Float>
  var dx: UnsafeMutablePointer<Float>?
  var addsToInput: Bool
  var gradient: UnsafeMutablePointer<Float>?
}

extension Layer {
  func stateCount(rows: Int) -> Int { 0 }
  func packed(_ p: UnsafePointer<Float>) -> PackedMatrix? { nil }
  func packedBackward(_ p: UnsafePointer<Float>) -> PackedMatrix? { nil }
  var parameters: [ParameterShape] { [] }
  func initialize(_ p: UnsafeMutablePointer<Float>, _ generator: inout SampleGenerator) {}
}

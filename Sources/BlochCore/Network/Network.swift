import LinearAlgebra

/// A network: layers, each fed by an earlier one, some with another's output added to theirs.
///
/// Holds no numbers but shapes; weights are one buffer, so that an optimiser or a file sees them whole.
public struct Network: Sendable {
  struct Node: Sendable {
    var layer: any Layer
    /// Position of the node whose output is the input; -1 is the network's input.
    var source: Int
    /// Position of the node whose output is added.
    var residual: Int?
    /// First weight in the buffer.
    var offset = 0
  }

  private(set) var nodes: [Node] = []
  public private(set) var parameters: [(shape: ParameterShape, offset: Int)] = []
  /// All weights, each layer's padded to whole vectors.
  public private(set) var parameterCount = 0

  public var inputs: Int { nodes[0].layer.inputs }
  public var outputs: Int { nodes[nodes.count - 1].layer.outputs }
  /// Width of the last hidden layer.
  var lastLayer: Int { nodes[nodes.count - 1].layer.inputs }

  /// Adds a layer.
  /// - Returns: its position.
  @discardableResult
  mutating func append(_ layer: any Layer, from source: Int? = nil, adding residual: Int? = nil)
    -> Int
  {
    nodes.append(
      Node(
        layer: layer, source: source ?? nodes.count - 1, residual: residual, offset: parameterCount)
    )
    for shape in layer.parameters {
      parameters.append((shape, parameterCount))
      parameterCount += shape.count
    }
    parameterCount = (parameterCount + 15) / 16 * 16
    return nodes.count - 1
  }

  /// First weights: a function of the seed.
  public func initialWeights(seed: UInt64) -> FloatBuffer {
    let weights = FloatBuffer(count: parameterCount)
    for (i, node) in nodes.enumerated() {
      var generator = SampleGenerator(seed: seed, index: UInt64(i), purpose: .weights)
      node.layer.initialize(weights.base + node.offset, &generator)
    }
    return weights
  }
}

/// The matrices of a network with fixed weights, laid out for products; shared by threads.
public final class PackedWeights: Sendable {
  let matrices: [PackedMatrix?]
  /// For derivatives by the input; empty when none is wanted.
  let backward: [PackedMatrix?]

  /// - Parameter derivatives: whether derivatives by the input will be asked for.
  public init(_ network: Network, _ weights: FloatBuffer, derivatives: Bool = false) {
    matrices = network.nodes.map { $0.layer.packed(weights.base + $0.offset) }
    backward =
      derivatives ? network.nodes.map { $0.layer.packedBackward(weights.base + $0.offset) } : []
  }
}

/// The memory that running a network takes: outputs of all layers, and derivatives when training.
public final class NetworkMemory {
  let network: Network
  let capacity: Int
  /// [capacity x inputs], filled by the caller.
  public let input: FloatBuffer
  /// [capacity x inputs] after `backward`, where it was asked for.
  public let inputDerivative: FloatBuffer?
  private let outputs: [FloatBuffer]
  private let states: [FloatBuffer]
  private let derivatives: [FloatBuffer]
  private let unused = FloatBuffer(count: 16)
  private let packed: PackedWeights?

  /// - Parameters:
  ///   - rows: largest batch.
  ///   - training: whether `backward` will be called.
  ///   - inputDerivative: whether it yields the derivative by the input too.
  ///   - packed: for weights that stay the same.
  public init(
    _ network: Network, rows: Int, training: Bool, inputDerivative: Bool = false,
    packed: PackedWeights? = nil
  ) {
    self.network = network
    self.packed = packed
    capacity = rows
    input = FloatBuffer(count: rows * network.inputs)
    self.inputDerivative =
      inputDerivative ? FloatBuffer(count: rows * network.inputs) : nil
    outputs = network.nodes.map { FloatBuffer(count: rows * $0.layer.outputs) }
    states = network.nodes.map { FloatBuffer(count: $0.layer.stateCount(rows: rows)) }
    derivatives = training ? network.nodes.map { FloatBuffer(count: rows * $0.layer.outputs) } : []
  }

  /// [rows x outputs] after `forward`.
  public var output: FloatBuffer { outputs[outputs.count - 1] }
  /// [rows x lastLayer] after `forward`: what the last layer is fed.
  var lastLayer: FloatBuffer { outputs[network.nodes[network.nodes.count - 1].source] }
  /// [rows x outputs], filled by the caller before `backward`.
  public var outputDerivative: FloatBuffer { derivatives[derivatives.count - 1] }

  private func memory(_ i: Int, _ weights: FloatBuffer) -> LayerMemory {
    let node = network.nodes[i]
    return LayerMemory(
      x: (node.source < 0 ? input : outputs[node.source]).base, y: outputs[i].base,
      residual: node.residual.map { UnsafePointer(outputs[$0].base) },
      parameters: weights.base + node.offset, packed: packed?.matrices[i],
      packedBackward: packed?.backward.isEmpty == false ? packed?.backward[i] : nil,
      state: states[i].base,
      dy: unused.base, dx: nil,
      addsToInput: false, gradient: nil)
  }

  /// Output of a batch whose rows are in `input`.
  public func forward(_ weights: FloatBuffer, _ pass: Pass) {
    precondition(pass.rows <= capacity)
    for i in network.nodes.indices { network.nodes[i].layer.forward(memory(i, weights), pass) }
  }

  /// Derivative of the loss by all weights, if there is room for it, and by the input, if it was asked
  /// for, from `outputDerivative`, after `forward`.
  public func backward(_ weights: FloatBuffer, gradient: FloatBuffer?, _ pass: Pass) {
    var inputReached = false
    var reached = [Bool](repeating: false, count: network.nodes.count)
    for i in network.nodes.indices.reversed() {
      let node = network.nodes[i]
      var io = memory(i, weights)
      io.dy = UnsafePointer(derivatives[i].base)
      if node.source >= 0 {
        io.dx = derivatives[node.source].base
        io.addsToInput = reached[node.source]
        reached[node.source] = true
      } else if let inputDerivative {
        io.dx = inputDerivative.base
        io.addsToInput = inputReached
        inputReached = true
      }
      io.gradient = gradient.map { $0.base + node.offset }
      node.layer.backward(io, pass)
      if let residual = node.residual {
        let (from, to) = (derivatives[i].lanes, derivatives[residual].lanes)
        let count = (pass.rows * node.layer.outputs + 15) / 16
        if reached[residual] {
          for e in 0..<count { to[e] += from[e] }
        } else {
          derivatives[residual].copy(from: derivatives[i])
          reached[residual] = true
        }
      }
    }
  }
}

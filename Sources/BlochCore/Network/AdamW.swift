import Glibc
import LinearAlgebra

/// Adam with decoupled weight decay (Kingma and Ba, arXiv:1412.6980; Loshchilov and Hutter,
/// arXiv:1711.05101) and a bound on the gradient's norm.
public final class AdamW {
  public var beta1: Float = 0.9
  public var beta2: Float = 0.999
  public var epsilon: Float = 1e-8
  public var weightDecay: Float = 0
  /// Longer gradients are shortened to this.
  public var largestNorm: Float = .infinity
  /// Running means of the gradient and of its square.
  public let first: FloatBuffer
  public let second: FloatBuffer
  /// Steps taken.
  public var steps = 0
  /// 1 where the decay applies, else 0.
  private let decays: FloatBuffer
  private static let piece = 1 << 14

  public init(_ network: Network) {
    first = FloatBuffer(count: network.parameterCount)
    second = FloatBuffer(count: network.parameterCount)
    let pieces = (network.parameterCount + Self.piece - 1) / Self.piece
    decays = FloatBuffer(count: network.parameterCount / 16 + 1)
    sums = FloatBuffer(count: pieces)
    // Layers start at whole vectors and matrices come first in them: vectors with any decaying weight.
    for (shape, offset) in network.parameters where shape.decays {
      for i in offset / 16..<(offset + shape.count) / 16 { decays.base[i] = 1 }
    }
  }

  private let sums: FloatBuffer

  /// Forgets the past.
  public func reset() {
    steps = 0
    first.clear()
    second.clear()
  }

  /// - Returns: norm of the gradient before it was bounded.
  @discardableResult
  public func step(_ weights: FloatBuffer, gradient: FloatBuffer, rate: Float, team: WorkerTeam)
    -> Float
  {
    let total = (weights.count + 15) / 16
    let size = Self.piece / 16
    let pieces = (total + size - 1) / size
    nonisolated(unsafe) let (w, g) = (weights.lanes, gradient.lanes)
    nonisolated(unsafe) let (m, v) = (first.lanes, second.lanes)
    nonisolated(unsafe) let (sums, decays) = (sums.base, decays.base)
    team.forEach(pieces) { piece in
      var sum = SIMD16<Float>.zero
      for i in piece * size..<min(total, (piece + 1) * size) { sum.addProduct(g[i], g[i]) }
      sums[piece] = sum.sum()
    }
    var square = 0.0
    for piece in 0..<pieces { square += Double(sums[piece]) }
    let norm = Float(square.squareRoot())
    let shrink = norm > largestNorm ? largestNorm / norm : 1
    steps += 1
    let (beta1, beta2, epsilon) = (beta1, beta2, epsilon)
    let correction1 = 1 / (1 - pow(beta1, Float(steps)))
    let correction2 = 1 / (1 - pow(beta2, Float(steps)))
    let decay = rate * weightDecay
    team.forEach(pieces) { piece in
      for i in piece * size..<min(total, (piece + 1) * size) {
        let slope = g[i] * shrink
        let mean = m[i] * beta1 + slope * (1 - beta1)
        let power = v[i] * beta2 + slope * slope * (1 - beta2)
        m[i] = mean
        v[i] = power
        let root = SIMD16<Float>.root(power * correction2) + epsilon
        w[i] -= (mean * correction1 / root) * rate + w[i] * (decay * decays[i])
      }
    }
    return norm
  }
}

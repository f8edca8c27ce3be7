import Glibc

/// Descent by the BFGS formula with a line search by bisection for the weak Wolfe conditions, which also
/// serves functions with kinks, as gaps and sorted bands have them (Lewis and Overton, Math. Program. 141,
/// 135, 2013).
public struct QuasiNewton: Sendable {
  /// Calls of the function.
  public var evaluations: Int
  /// Largest change of any variable in the first step.
  public var firstMove: Double

  public init(evaluations: Int, firstMove: Double) {
    self.evaluations = evaluations
    self.firstMove = firstMove
  }

  /// - Parameter function: value and gradient; a value that is not finite counts as too high.
  /// - Returns: the best point that was evaluated.
  public func minimise(
    _ start: [Double], _ function: ([Double]) throws -> (value: Double, gradient: [Double])
  ) rethrows -> [Double] {
    let n = start.count
    var x = start
    guard evaluations > 0 else { return x }
    var (value, gradient) = try function(x)
    var left = evaluations - 1
    // [n x n]: the inverse of the Hessian matrix; empty for a multiple of the identity.
    var inverse: [Double] = []
    while left > 0, value.isFinite {
      let largest = gradient.reduce(0) { max($0, abs($1)) }
      if !(largest > 0) || !largest.isFinite { break }
      var direction: [Double]
      if inverse.isEmpty {
        direction = gradient.map { -$0 * firstMove / largest }
      } else {
        direction = (0..<n).map { i in
          var sum = 0.0
          for j in 0..<n { sum -= inverse[i * n + j] * gradient[j] }
          return sum
        }
      }
      let slope = dot(direction, gradient)
      if !(slope < 0) {
        if inverse.isEmpty { break }
        inverse = []
        continue
      }
      var (step, low, high) = (1.0, 0.0, Double.infinity)
      var next = (x: x, value: Double.infinity, gradient: gradient)
      while left > 0 {
        next.x = zip(x, direction).map { $0 + step * $1 }
        (next.value, next.gradient) = try function(next.x)
        left -= 1
        if !(next.value <= value + 1e-4 * step * slope) {
          high = step
        } else if dot(next.gradient, direction) < 0.9 * slope {
          low = step
        } else {
          break
        }
        step = high.isFinite ? 0.5 * (low + high) : 2 * step
        if high - low < 1e-6 * high { break }
      }
      guard next.value < value else {
        if inverse.isEmpty { break }
        inverse = []
        continue
      }
      update(
        &inverse, moved: zip(next.x, x).map { $0 - $1 },
        zip(next.gradient, gradient).map { $0 - $1 })
      (x, value, gradient) = next
    }
    return x
  }

  private func update(_ inverse: inout [Double], moved s: [Double], _ y: [Double]) {
    let n = s.count
    let sy = dot(s, y)
    if !(sy > 0) { return }
    if inverse.isEmpty {
      inverse = [Double](repeating: 0, count: n * n)
      let scale = sy / dot(y, y)
      for i in 0..<n { inverse[i * n + i] = scale }
    }
    let hy = (0..<n).map { i in
      var sum = 0.0
      for j in 0..<n { sum += inverse[i * n + j] * y[j] }
      return sum
    }
    let factor = (1 + dot(y, hy) / sy) / sy
    for i in 0..<n {
      for j in 0..<n {
        inverse[i * n + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy
      }
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}

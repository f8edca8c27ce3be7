/// The lowest eigenvalues, and on request eigenvectors, of many small complex Hermitian matrices, one in each lane:
/// Householder reduction to a real tridiagonal matrix (16/3 n^3 flops a matrix), then as `BatchedEigenproblem`.
public struct BatchedHermitianEigenproblem: Sendable {
  public typealias Lane = SIMD8<Double>
  public typealias Scalar = Double

  public let order: Int
  /// Real and imaginary parts of the lower triangles, row by row: element (i, j), j <= i, at i (i + 1)/2 + j.
  /// Overwritten by `solve`.
  public var real: [Lane]
  public var imaginary: [Lane]
  /// [count][order] of the vectors, orthonormal; empty unless they were asked for.
  public private(set) var realVectors: [Lane] = []
  public private(set) var imaginaryVectors: [Lane] = []
  private var tridiagonal: BatchedEigenproblem<Lane>
  /// Reflector of row m: 2/|v|^2 and the phase of element (m, m - 1) of the tridiagonal matrix.
  private var scale: [Lane]
  private var phaseReal: [Lane]
  private var phaseImaginary: [Lane]
  private var scratch: [Lane]

  public var count: Int { tridiagonal.count }
  /// Index of the first wanted state in each lane, counted from 0: the lowest states unless told otherwise.
  public var firstState: Lane {
    get { tridiagonal.firstState }
    set { tridiagonal.firstState = newValue }
  }
  /// [count], ascending.
  public var values: [Lane] { tridiagonal.values }

  /// - Parameters:
  ///   - order: n of the n x n matrices.
  ///   - count: how many of the lowest states are wanted, at most n.
  public init(order: Int, count: Int) {
    self.order = order
    tridiagonal = BatchedEigenproblem(order: order, count: count)
    let size = order * (order + 1) / 2
    real = [Lane](repeating: .zero, count: size)
    imaginary = real
    scale = [Lane](repeating: .zero, count: order)
    phaseReal = [Lane](repeating: Lane(repeating: 1), count: order)
    phaseImaginary = scale
    scratch = [Lane](repeating: .zero, count: 4 * order)
  }

  /// - Parameter tolerance: of the eigenvalues.
  public mutating func solve(tolerance: Scalar, withVectors: Bool) {
    solve(tolerances: Lane(repeating: tolerance), withVectors: withVectors)
  }

  /// - Parameter tolerances: of the eigenvalues, in each lane.
  public mutating func solve(tolerances: Lane, withVectors: Bool) {
    reduce()
    tridiagonal.bisect(tolerance: tolerances)
    if withVectors { tridiagonal.findVectors() }
    if withVectors { backTransform() }
  }

  /// Row m, from the last upwards: H = 1 - beta v v^+ turns column m above the diagonal into alpha e.
  private mutating func reduce() {
    let n = order
    let negligible = Lane(repeating: Scalar.leastNormalMagnitude * 1e8)
    tridiagonal.diagonal.withUnsafeMutableBufferPointer { diagonal in
      tridiagonal.offDiagonal.withUnsafeMutableBufferPointer { offDiagonal in
        real.withUnsafeMutableBufferPointer { real in
          imaginary.withUnsafeMutableBufferPointer { imaginary in
            scratch.withUnsafeMutableBufferPointer { scratch in
              let (a, b) = (real.baseAddress!, imaginary.baseAddress!)
              let v = (scratch.baseAddress!, scratch.baseAddress! + n)
              let p = (scratch.baseAddress! + 2 * n, scratch.baseAddress! + 3 * n)
              var m = n - 1
              while m >= 1 {
                let start = m * (m + 1) / 2
                let (x, y) = (a + start, b + start)
                diagonal[m] = x[m]
                // The column is the conjugate of the row.
                var tail = Lane.zero
                for j in 0..<(m - 1) {
                  tail.addProduct(x[j], x[j])
                  tail.addProduct(y[j], y[j])
                }
                let (re, im) = (x[m - 1], -y[m - 1])
                let square = re * re + im * im
                let size = Lane.root(square + negligible)
                let norm = Lane.root(square + tail + negligible)
                // The phase of the last element, 1 where it is nothing.
                let hasPhase = Lane.whereLess(negligible, square, Lane(repeating: 1), .zero)
                let c = Lane.whereLess(negligible, square, re / size, Lane(repeating: 1))
                let s = hasPhase * im / size
                let isNeeded = Lane.whereLess(negligible, tail, Lane(repeating: 1), .zero)
                // alpha = -phase norm where there is a tail, else the element itself.
                offDiagonal[m] = isNeeded * norm + (Lane(repeating: 1) - isNeeded) * size
                let sign = Lane(repeating: 1) - 2 * isNeeded
                phaseReal[m] = sign * c
                phaseImaginary[m] = sign * s
                if m == 1 {
                  // One element: nothing to reflect, but its phase.
                  offDiagonal[1] = size
                  (phaseReal[1], phaseImaginary[1]) = (c, s)
                  break
                }
                let pivot = size + norm
                let beta = isNeeded * (2 / (tail + pivot * pivot))
                scale[m] = beta
                for j in 0..<(m - 1) {
                  v.0[j] = x[j]
                  v.1[j] = -y[j]
                  y[j] = -y[j]
                }
                (v.0[m - 1], v.1[m - 1]) = (c * pivot, s * pivot)
                (x[m - 1], y[m - 1]) = (c * pivot, s * pivot)
                Self.multiply(a, b, v, into: p, order: m)
                var vp = Lane.zero
                for i in 0..<m {
                  vp.addProduct(v.0[i], p.0[i])
                  vp.addProduct(v.1[i], p.1[i])
                }
                let half = Scalar(0.5) * beta * (beta * vp)
                for i in 0..<m {
                  p.0[i] = beta * p.0[i] - half * v.0[i]
                  p.1[i] = beta * p.1[i] - half * v.1[i]
                }
                Self.subtract(v, p, from: a, b, order: m)
                m -= 1
              }
              diagonal[0] = a[0]
            }
          }
        }
      }
    }
  }

  private typealias Elements = UnsafeMutablePointer<Lane>
  private typealias ComplexElements = (Elements, Elements)

  /// p := A v, each element of the lower triangle serving its image too.
  @inline(__always)
  private static func multiply(
    _ a: Elements, _ b: Elements, _ v: ComplexElements, into p: ComplexElements, order: Int
  ) {
    for i in 0..<order {
      p.0[i] = .zero
      p.1[i] = .zero
    }
    var (x, y) = (a, b)
    for i in 0..<order {
      let (vr, vi) = (v.0[i], v.1[i])
      var (sumReal, sumImaginary) = (x[i] * vr, x[i] * vi)
      for j in 0..<i {
        let (re, im) = (x[j], y[j])
        let (wr, wi) = (v.0[j], v.1[j])
        sumReal.addProduct(re, wr)
        sumReal.addProduct(-im, wi)
        sumImaginary.addProduct(re, wi)
        sumImaginary.addProduct(im, wr)
        // A_ji = conj(A_ij)
        p.0[j].addProduct(re, vr)
        p.0[j].addProduct(im, vi)
        p.1[j].addProduct(re, vi)
        p.1[j].addProduct(-im, vr)
      }
      p.0[i] += sumReal
      p.1[i] += sumImaginary
      x += i + 1
      y += i + 1
    }
  }

  /// A := A - v p^+ - p v^+, the lower triangle.
  @inline(__always)
  private static func subtract(
    _ v: ComplexElements, _ p: ComplexElements, from a: Elements, _ b: Elements, order: Int
  ) {
    var (x, y) = (a, b)
    for i in 0..<order {
      let (vr, vi, pr, pi) = (-v.0[i], -v.1[i], -p.0[i], -p.1[i])
      for j in 0...i {
        let (wr, wi, qr, qi) = (v.0[j], v.1[j], p.0[j], p.1[j])
        x[j].addProduct(vr, qr)
        x[j].addProduct(vi, qi)
        x[j].addProduct(pr, wr)
        x[j].addProduct(pi, wi)
        y[j].addProduct(vi, qr)
        y[j].addProduct(-vr, qi)
        y[j].addProduct(pi, wr)
        y[j].addProduct(-pr, wi)
      }
      x += i + 1
      y += i + 1
    }
  }

  /// From the tridiagonal matrix's vectors: phases, then the reflectors.
  private mutating func backTransform() {
    let n = order
    // T = D |T| D^+: element (m, m - 1) is conj(alpha).
    var phases: [(Lane, Lane)] = [(Lane(repeating: 1), .zero)]
    for m in 1..<max(n, 1) {
      let (re, im) = phases[m - 1]
      phases.append(
        (
          re * phaseReal[m] + im * phaseImaginary[m], im * phaseReal[m] - re * phaseImaginary[m]
        ))
    }
    let size = count * n
    if realVectors.count != size {
      realVectors = [Lane](repeating: .zero, count: size)
      imaginaryVectors = realVectors
    }
    let (states, vectors, scale) = (count, tridiagonal.vectors, self.scale)
    realVectors.withUnsafeMutableBufferPointer { x in
      imaginaryVectors.withUnsafeMutableBufferPointer { y in
        real.withUnsafeBufferPointer { real in
          imaginary.withUnsafeBufferPointer { imaginary in
            for state in 0..<states {
              let (p, q) = (x.baseAddress! + state * n, y.baseAddress! + state * n)
              for i in 0..<n {
                let value = vectors[state * n + i]
                p[i] = phases[i].0 * value
                q[i] = phases[i].1 * value
              }
              for m in Swift.stride(from: 2, to: n, by: 1) {
                let start = m * (m + 1) / 2
                let (v, w) = (real.baseAddress! + start, imaginary.baseAddress! + start)
                var (sumReal, sumImaginary) = (Lane.zero, Lane.zero)
                for j in 0..<m {
                  sumReal.addProduct(v[j], p[j])
                  sumReal.addProduct(w[j], q[j])
                  sumImaginary.addProduct(v[j], q[j])
                  sumImaginary.addProduct(-w[j], p[j])
                }
                let beta = -scale[m]
                sumReal *= beta
                sumImaginary *= beta
                for j in 0..<m {
                  p[j].addProduct(sumReal, v[j])
                  p[j].addProduct(-sumImaginary, w[j])
                  q[j].addProduct(sumReal, w[j])
                  q[j].addProduct(sumImaginary, v[j])
                }
              }
            }
          }
        }
      }
    }
  }
}

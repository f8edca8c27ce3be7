import BlochCore
import LinearAlgebra

/// What the coefficients of a strip's states belong to, as far as parities need it.
enum StripFunctions: Sendable {
  /// (m + kappa) B1 + l B2/layers about an origin along A1 and A2.
  case waves([(m: Int, l: Int)], layers: Int, origin: (along: Double, across: Double))
  /// u exp(-2 pi i kappa x1) at places along A1 and A2, times the roots of weights.
  case samples([(along: Double, across: Double, root: Double)], layers: Int)
  /// Values at sites along A1 and A2, and the Hamiltonian between them, which has exp(2 pi i kappa n) for n cells along A1.
  case sites([(along: Double, across: Double)], layers: Int, ComplexMatrix)
  case unknown

  /// Least share of a state that an operation turns into itself.
  private static let least = 0.9

  /// - Parameters:
  ///   - vectors: [functions x states].
  ///   - isPseudoscalar: whether mirrors change the sign of what waves are of.
  /// - Returns: [states][operations]: 1 even, -1 odd, 0 where a state has none, as between kappa 0 and 1/2.
  func parities(
    _ operations: [StripOperation], _ vectors: ComplexMatrix, kappa: Double, isPseudoscalar: Bool
  ) -> [[Int]] {
    var result = [[Int]](
      repeating: [Int](repeating: 0, count: operations.count), count: vectors.columns)
    guard abs(2 * kappa - (2 * kappa).rounded()) < 1e-9 else { return result }
    if case .samples(let samples, let layers) = self {
      let (waves, amplitudes) = Self.amplitudes(vectors, samples, layers)
      return Self.waves(waves, layers: layers, origin: (0, 0)).parities(
        operations, amplitudes, kappa: kappa, isPseudoscalar: isPseudoscalar)
    }
    for (number, operation) in operations.enumerated() {
      guard let images = images(operation, kappa) else { continue }
      let isTurned = isPseudoscalar && operation.kind != .rotation
      // u(g x) is exp(i pi kappa) times u or -u where g twice is a period of the wall.
      let turn = Complex(angle: operation.kind == .glide ? -Double.pi * kappa : 0)
      for state in 0..<vectors.columns {
        let own = Array(vectors.numbers(ofColumn: state))
        func value(_ row: Int) -> Complex { Complex(own[2 * row], own[2 * row + 1]) }
        var (sum, norm) = (Complex.zero, 1e-300)
        for (row, image) in images.enumerated() {
          guard let (other, phase) = image else { continue }
          let (a, b) = (value(other), value(row))
          sum = sum + a.conjugate * b * phase
          norm += 0.5 * (a.re * a.re + a.im * a.im + b.re * b.re + b.im * b.im)
        }
        let share = (sum * turn).re / norm * (isTurned ? -1 : 1)
        if abs(share) > Self.least { result[state][number] = share > 0 ? 1 : -1 }
      }
    }
    return result
  }

  /// [functions]: of f(g x) the function that it is, with a factor; nil of those that it takes elsewhere.
  func images(
    _ operation: StripOperation, _ kappa: Double
  ) -> [(function: Int, phase: Complex)?]? {
    switch self {
    case .waves(let waves, let layers, let origin):
      return Self.images(waves, layers, origin, operation, kappa)
    case .sites(let sites, let layers, let hamiltonian):
      return Self.images(sites, layers, hamiltonian, operation, kappa)
    case .samples, .unknown: return nil
    }
  }

  private static func images(
    _ waves: [(m: Int, l: Int)], _ layers: Int, _ origin: (along: Double, across: Double),
    _ g: StripOperation, _ kappa: Double
  ) -> [(function: Int, phase: Complex)?]? {
    let reach = waves.reduce(0) { max($0, abs($1.l)) }
    let width = 2 * reach + 1
    var numbers: [Int: Int] = [:]
    for (number, wave) in waves.enumerated() { numbers[wave.m * width + wave.l] = number }
    let count = Double(layers)
    return waves.map { wave in
      let along = Double(wave.m) + kappa
      let m = Double(g.along) * along - kappa
      let l = count * Double(g.slant) * along + Double(g.across * wave.l)
      guard abs(l - l.rounded()) < 1e-6, abs(l) <= Double(reach) + 0.5,
        let function = numbers[Int(m.rounded()) * width + Int(l.rounded())]
      else { return nil }
      let angle =
        along * (g.shift.along - origin.along)
        + Double(wave.l) * (g.shift.across - origin.across) / count + (m + kappa) * origin.along
        + l * origin.across / count
      return (function, Complex(angle: 2 * Double.pi * angle))
    }
  }

  private static func images(
    _ sites: [(along: Double, across: Double)], _ layers: Int, _ h: ComplexMatrix,
    _ g: StripOperation, _ kappa: Double
  ) -> [(function: Int, phase: Complex)?]? {
    var result: [(function: Int, phase: Complex)?] = []
    for site in sites {
      // f(g x) is there where g x is the site.
      let place = g.image(site.along, site.across)
      let found = sites.indices.first { at in
        let cells = place.along - sites[at].along
        let strips = (place.across - sites[at].across) / Double(layers)
        return abs(cells - cells.rounded()) < 1e-6 && abs(strips - strips.rounded()) < 1e-6
      }
      guard let found else { return nil }
      // The value at the image's place is that in its own cell, turned.
      let cells = (place.along - sites[found].along).rounded()
      result.append((found, Complex(angle: 2 * Double.pi * kappa * cells)))
    }
    // <u| at the row it comes from: of a site i, u(g x_i) = phase u_found.
    let n = sites.count
    var rows = result
    for (i, image) in result.enumerated() {
      if let image { rows[image.function] = (i, image.phase) }
    }
    // (P u)_i = phase_i u_found(i) must commute with H.
    var worst = 0.0
    var size = 0.0
    for j in 0..<n {
      for i in 0..<n {
        guard let a = result[i], let b = result[j] else { return nil }
        let at = 2 * (i + j * n)
        let to = 2 * (a.function + b.function * n)
        let own = Complex(h.storage[at], h.storage[at + 1])
        let image =
          a.phase * Complex(h.storage[to], h.storage[to + 1]) * b.phase.conjugate
        let difference = own - image
        worst = max(worst, abs(difference.re) + abs(difference.im))
        size = max(size, abs(own.re) + abs(own.im))
      }
    }
    return worst < 1e-9 * size ? rows : nil
  }

  /// On the plane waves whose wave vectors are small.
  private static func amplitudes(
    _ vectors: ComplexMatrix, _ samples: [(along: Double, across: Double, root: Double)],
    _ layers: Int
  ) -> (waves: [(m: Int, l: Int)], amplitudes: ComplexMatrix) {
    let (reach, high) = (2, 2 * layers)
    let waves = (-reach...reach).flatMap { m in (-high...high).map { (m: m, l: $0) } }
    var result = ComplexMatrix(rows: waves.count, columns: vectors.columns)
    for (row, sample) in samples.enumerated() {
      let step = Complex(angle: -2 * Double.pi * sample.across / Double(layers))
      var number = 0
      for m in -reach...reach {
        var now =
          Complex(
            angle: -2 * Double.pi
              * (Double(m) * sample.along - Double(high) * sample.across / Double(layers)))
          * Complex(sample.root, 0)
        for _ in -high...high {
          for state in 0..<vectors.columns {
            let from = 2 * (row + state * vectors.rows)
            let to = 2 * (number + state * waves.count)
            let (re, im) = (vectors.storage[from], vectors.storage[from + 1])
            result.storage[to] += now.re * re - now.im * im
            result.storage[to + 1] += now.re * im + now.im * re
          }
          now = now * step
          number += 1
        }
      }
    }
    return (waves, result)
  }
}

import Glibc

extension UnitCell {
  /// The level set that a picture shows: its Fourier series damped as exp(-|G|^2/(2 s^2)), s half the cut-off, and
  /// cut halfway between its levels. It has a smooth contour, which a picture has not.
  /// - Parameter cutoff: of the waves, as of `ReciprocalStar.all`.
  /// - Throws: `GeometryError` where the pixels are too few for the cut-off, or no contour is left.
  public func smoothed(cutoff: Int) throws -> UnitCell {
    guard 3 * cutoff <= pixels else {
      throw GeometryError(
        "\(pixels) pixels a side are too few for --smooth \(cutoff); \(pixels / 3) at most")
    }
    let stars = try ReciprocalStar.all(symmetry, cutoff: cutoff)
    let reach = stars.map { max(abs($0.vector.n1), abs($0.vector.n2)) }.max() ?? 0
    var plain = self
    plain.vMax = 1
    plain.shapes = nil
    let metric = WaveMetric(symmetry.lattice)
    let values = PixelSpectrum(plain, reach: reach)
    // s^2, in the unit of the metric.
    let width = Double(cutoff * cutoff) / 4
    var amplitudes: [Double] = []
    var sines: [Double] = []
    for star in stars {
      let damping = exp(-metric.square(star.vector) / (2 * width))
      let value = values[star.vector]
      amplitudes.append(damping * value.re)
      sines.append(star.isReal ? 0 : -damping * value.im)
    }
    let mean = values[ReciprocalVector(0, 0)].re
    let (low, high) = (Double(potential.min() ?? 0), Double(potential.max() ?? 0))
    let field = FourierField(
      representatives: stars.map(\.vector), amplitudes: amplitudes,
      sines: sines.contains { $0 != 0 } ? sines : [], beta: .infinity,
      threshold: 0.5 * (low + high) - mean)
    let sampler = try FieldSampler(
      pixels: pixels, representatives: field.representatives, symmetry: symmetry)
    var cell = try sampler.cell(field, vMax: vMax, source: source, parameters: parameters)
    guard Set(cell.potential).count == 2 else {
      throw GeometryError("nothing is left of the picture at --smooth \(cutoff); take more waves")
    }
    cell.picture = picture
    return cell
  }
}

/// Fourier coefficients of a cell's pixels for |n1|, |n2| <= reach, by sums along rows and columns.
private struct PixelSpectrum {
  private let reach: Int
  private var sums: [Complex] = []

  init(_ cell: UnitCell, reach: Int) {
    self.reach = reach
    let n = cell.pixels
    let width = 2 * reach + 1
    let circle = (0..<n).map { Complex(angle: -2 * Double.pi * Double($0) / Double(n)) }
    // [i][n2]
    var rows = [Complex](repeating: .zero, count: n * width)
    for i in 0..<n {
      for n2 in -reach...reach {
        var sum = Complex.zero
        for j in 0..<n {
          let value = Double(cell.potential[i * n + j])
          if value != 0 { sum = sum + Complex(value, 0) * circle[((n2 * j) % n + n) % n] }
        }
        rows[i * width + n2 + reach] = sum
      }
    }
    let scale = Complex(1 / Double(n * n), 0)
    for n1 in -reach...reach {
      for column in 0..<width {
        var sum = Complex.zero
        for i in 0..<n { sum = sum + rows[i * width + column] * circle[((n1 * i) % n + n) % n] }
        sums.append(scale * sum)
      }
    }
  }

  subscript(_ g: ReciprocalVector) -> Complex {
    sums[(g.n1 + reach) * (2 * reach + 1) + g.n2 + reach]
  }
}

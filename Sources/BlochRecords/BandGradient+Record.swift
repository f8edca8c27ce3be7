import BlochCore
import RecordStream

extension PBGradient {
  /// The block for derivatives of the bands of a k-set.
  public init(_ gradient: BandGradient, points: Int, bands: Int) {
    self.init()
    n1 = gradient.orbits.map { Int32($0.n1) }
    n2 = gradient.orbits.map { Int32($0.n2) }
    let shape = [points, bands, gradient.orbits.count]
    energies = PBArray(float64: gradient.values, shape: shape)
    if !gradient.imaginaryValues.isEmpty {
      imaginary = PBArray(float64: gradient.imaginaryValues, shape: shape)
    }
  }
}

import Glibc
import Meshes

/// exp(2 pi i m x/q) of the coordinates x1 and x2 of a domain's nodes, from which plane waves are products.
struct PlaneWaveTable: Sendable {
  let denominator: Int
  let reach: Int
  /// [nodes][2 reach + 1], m from -reach: of x1, and of x2.
  let first: [SIMD2<Double>]
  let second: [SIMD2<Double>]

  /// - Parameter reach: largest |m|.
  init(_ domain: ElementDomain, denominator: Int, reach: Int) {
    self.denominator = denominator
    self.reach = reach
    let scale = 2 * Double.pi / Double(denominator)
    func powers(_ coordinate: (Place) -> Double) -> [SIMD2<Double>] {
      let size = 2 * reach + 1
      return [SIMD2<Double>](unsafeUninitializedCapacity: size * domain.nodeCount) { to, count in
        count = size * domain.nodeCount
        for (node, place) in domain.places.enumerated() {
          let angle = scale * coordinate(place)
          let (c, s) = (cos(angle), sin(angle))
          var power = SIMD2(1.0, 0.0)
          let middle = node * size + reach
          to[middle] = power
          for m in stride(from: 1, through: reach, by: 1) {
            power = SIMD2(power.x * c - power.y * s, power.x * s + power.y * c)
            to[middle + m] = power
            to[middle - m] = SIMD2(power.x, -power.y)
          }
        }
      }
    }
    first = powers(\.x1)
    second = powers(\.x2)
  }
}

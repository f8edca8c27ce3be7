import BlochCore
import Glibc

/// ((m + cos k.a_l, sin k.a_l), (sin k.a_l, -m - cos k.a_l)) along one of the directions a1 and a2: for |m| < 1
/// the lower state comes back with the opposite sign.
struct RealTwoBandModel: RealBlochHamiltonian {
  var order: Int { 2 }
  var isPeriodic: Bool { true }
  var mass: Double
  var alongFirst: Bool

  func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane) {
    for lane in 0..<Lane.scalarCount {
      let phase = 2 * Double.pi * (alongFirst ? x1[lane] : x2[lane])
      h[0][lane] = mass + cos(phase)
      h[1][lane] = sin(phase)
      h[2][lane] = -mass - cos(phase)
    }
  }

  func fillSlopes(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) { fatalError("slopes are not asked for") }

  func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane
  ) { fatalError("curvatures are not asked for") }
}

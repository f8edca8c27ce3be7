import BlochCore
import Glibc
import RecordStream
import WallpaperGroups

/// Shapes as a part of a control file for MPB: the lattice and a list of objects.
enum MPBObjects {
  /// - Parameter epsilon: where the pattern is 0, and where it is 1.
  /// - Throws: `StreamError` (bad data) where there are no shapes, or others than discs and ellipses.
  static func text(_ cell: UnitCell, _ epsilon: (low: Double, high: Double)) throws -> String {
    guard let union = cell.shapes else {
      throw StreamError(
        .badData, "only a cell of shapes has objects; leave --objects out, and a grid is written")
    }
    func value(_ v: Double) throws -> Double {
      let own = epsilon.low + (epsilon.high - epsilon.low) * v
      guard own > 0, own.isFinite else {
        throw StreamError(.badData, "epsilon would be \(own) where V = \(v) Vmax; change --low")
      }
      return own
    }
    let (inside, outside) = (try value(union.inside), try value(union.outside))
    let lattice = union.lattice
    let objects = try union.shapes.map { try object($0) }
    return """
      ; Written by 'rec-export mpb --objects'; frequencies are in units of c/a.
      (set! geometry-lattice
        (make lattice (size 1 1 no-size) (basis-size 1 \(lattice.ratio) 1)
          (basis1 1 0) (basis2 \(lattice.cosine) \(lattice.sine))))
      (define inside (make dielectric (epsilon \(inside))))
      (set! default-material (make dielectric (epsilon \(outside))))
      (set! geometry
        (list
      \(objects.map { "    " + $0 }.joined(separator: "\n"))))

      """
  }

  private static func object(_ shape: Shape) throws -> String {
    switch shape {
    case .ellipse(let own) where own.isDisc:
      return "(make cylinder (center \(own.x1) \(own.x2) 0) (radius \(own.radius1)) "
        + "(height infinity) (material inside))"
    case .ellipse(let own):
      func axis(_ degrees: Double) -> String {
        let turn = degrees * Double.pi / 180
        return "(cartesian->lattice (vector3 \(cos(turn)) \(sin(turn)) 0))"
      }
      return "(make ellipsoid (center \(own.x1) \(own.x2) 0) "
        + "(size \(2 * own.radius1) \(2 * own.radius2) infinity) "
        + "(e1 \(axis(own.turn))) (e2 \(axis(own.turn + 90))) (material inside))"
    case .ring:
      throw StreamError(
        .badData, "MPB has no rings; leave --objects out, and a grid is written")
    case .polygon:
      // MPB 1.11's mean epsilon of prisms is 2e-3 off, and pairs split by as much.
      throw StreamError(
        .badData,
        "MPB averages polygons worse than points; leave --objects out, and a grid is written")
    }
  }
}

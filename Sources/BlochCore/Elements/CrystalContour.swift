import Meshes

/// A crystal of two materials as a contour between them, positive where the pattern is higher.
package struct CrystalContour: Sendable {
  package let levels: any LevelSet
  package let inside: Medium
  package let outside: Medium
  package let exclusion: ElementSolver.Exclusion

  /// One of the two materials of another crystal everywhere.
  package init(_ other: CrystalContour, isInside: Bool) {
    levels = UniformLevels(isInside: isInside)
    (inside, outside, exclusion) = (other.inside, other.outside, other.exclusion)
  }

  /// - Throws: `SolverError` where there is no contour.
  package init(_ cell: UnitCell) throws {
    let medium = cell.medium
    if let medium, medium.equation.field == .vector {
      throw SolverError("strips of \(medium.equation.rawValue) are not solved, of sh they are")
    }
    let high: Double
    let low: Double
    if let shapes = cell.shapes {
      let isHighInside = shapes.inside > shapes.outside
      levels = OrientedLevels(base: try ShapeLevels(shapes), isTurned: !isHighInside)
      (high, low) = (max(shapes.inside, shapes.outside), min(shapes.inside, shapes.outside))
    } else {
      guard let field = try cell.levels() else {
        throw SolverError(
          "\(medium?.equation.rawValue ?? "--disorder") needs a smooth contour; make the record with genpot random, shapes or image --smooth"
        )
      }
      levels = field
      (high, low) = (1, 0)
    }
    guard let medium else {
      (inside, outside) = (Medium(v: cell.vMax * high), Medium(v: cell.vMax * low))
      exclusion = .none
      return
    }
    let media = medium.media
    inside = medium.isExcluded ? media.high : medium.mixture(high)
    outside = medium.isExcluded ? media.low : medium.mixture(low)
    exclusion =
      medium.boundary.map {
        $0.isSoft ? .soft(isInside: $0.isHigh) : .rigid(isInside: $0.isHigh)
      } ?? .none
  }
}

/// A level set or its negative.
private struct OrientedLevels<Base: LevelSet>: LevelSet {
  let base: Base
  let isTurned: Bool

  func sample(at place: Place) -> LevelSample {
    let s = base.sample(at: place)
    return isTurned
      ? LevelSample(value: -s.value, x: -s.x, y: -s.y, xx: -s.xx, xy: -s.xy, yy: -s.yy) : s
  }
}

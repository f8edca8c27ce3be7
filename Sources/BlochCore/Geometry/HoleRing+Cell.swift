import Glibc
import WallpaperGroups

extension HoleRing {
  /// What the discs are made of.
  public enum Kind: String, Sendable, CaseIterable {
    /// V = 0 in the discs, vMax around them.
    case wells
    /// V = vMax in the discs, 0 around them.
    case barriers
  }

  /// The unit cell, symmetric to the last bit, with the parameters distance, radius (in a) and angle
  /// (in degrees). `subdivision` is that of `coverage`. Of other symmetries than C6 it has the images of the first disc
  /// under the operations of the group, instead of six. Throws when Vmax is not positive and finite, and where these discs
  /// leave nothing or all of the cell free.
  public func cell(
    _ orbits: PixelOrbits, kind: Kind, vMax: Double, subdivision: Int = 1
  ) throws -> UnitCell {
    guard vMax.isFinite, vMax > 0 else {
      throw GeometryError("Vmax is \(vMax); it must be positive and finite")
    }
    let parameters = [("distance", distance), ("radius", radius), ("angle", angle)]
    if orbits.symmetry != .c6 {
      var cell = try images(orbits.symmetry, kind: kind).cell(
        orbits, vMax: vMax, subdivision: subdivision, parameters: parameters)
      cell.source = "holes"
      return cell
    }
    let covered = try coverage(orbits, subdivision: subdivision)
    let levels = kind == .barriers ? covered : covered.map { 1 - $0 }
    return UnitCell(
      symmetry: .c6, vMax: vMax, pixels: orbits.pixels, potential: try orbits.spread(levels),
      shapes: try shapes(kind: kind), source: "holes",
      parameters: parameters)
  }

  /// The images of the first disc under the operations of a group.
  private func images(_ symmetry: CrystalSymmetry, kind: Kind) throws -> ShapeUnion {
    let turn = angle * Double.pi / 180
    let place = symmetry.lattice.coordinates(distance * SIMD2(cos(turn), sin(turn)))
    return try ShapeUnion(
      shapes: ShapeUnion.completed(
        [.disc(x1: place.x, x2: place.y, radius: radius)], symmetry: symmetry),
      lattice: symmetry.lattice, inside: kind == .wells ? 0 : 1, outside: kind == .wells ? 1 : 0)
  }

  /// The discs themselves.
  func shapes(kind: Kind) throws -> ShapeUnion {
    try ShapeUnion(
      shapes: centres.map { .disc(x1: $0.x1, x2: $0.x2, radius: radius) },
      inside: kind == .wells ? 0 : 1, outside: kind == .wells ? 1 : 0)
  }
}

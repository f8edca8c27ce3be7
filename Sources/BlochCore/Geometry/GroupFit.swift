import WallpaperGroups

/// How well a picture has a wallpaper group, in the setting and about the origin where it has it best.
public struct GroupFit: Sendable {
  public let group: WallpaperGroup
  /// Of all operations the largest share of the variance by which the picture and its image differ: sum (v - v')^2 /
  /// (2 sum (v - mean)^2). 0 for a symmetric picture, 1 for images that have nothing to do with each other.
  public let deviation: Double
  /// The group's origin, in pixels down and to the right of the upper left one; may lie between pixels.
  public let row: Double
  public let column: Double
  /// The group's lattice vectors, in pixels down and to the right.
  public let a1: (row: Int, column: Int)
  public let a2: (row: Int, column: Int)
}

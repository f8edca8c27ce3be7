import WallpaperGroups

/// Finds the wallpaper group of a picture of cells from its pixels.
///
/// A picture repeats with its edges; rows and columns are lattice coordinates, at whatever angle. First its primitive
/// cell is found, then for every group, in every setting and about every origin in reach of pixels, how much the picture
/// is like its images.
public struct GroupFinder: Sendable {
  /// Pixels of the largest picture.
  public static let maximumPixels = 1 << 20

  /// Primitive cells in the picture.
  public let cells: Int
  /// The deviation up to which the picture has an operation.
  public let limit: Double
  private let images: PixelImages

  /// - Parameter tolerance: the limit; by default ten times the deviation of the operation that the picture has best,
  ///   since wrong pixels count alike for all that a cell has, and what three wrong pixels make, but no more than 0.2.
  /// - Throws: `GeometryError` for a picture that is the same everywhere, or too large.
  public init(_ picture: GreyPicture, tolerance: Double? = nil) throws {
    guard picture.values.count <= Self.maximumPixels else {
      throw GeometryError(
        "\(picture.height) x \(picture.width) pixels, more than \(Self.maximumPixels): make it smaller"
      )
    }
    let edges = PixelLattice([[picture.height, 0], [0, picture.width]])
    guard let whole = PixelImages(picture, edges) else {
      throw GeometryError("it is the same everywhere: every group fits")
    }
    let first = tolerance ?? Self.limit(whole)
    let lattice = whole.translations(limit: first)
    cells = edges.area / lattice.area
    if cells > 1, let cell = PixelImages(try lattice.average(picture), lattice) {
      images = cell
      limit = tolerance ?? Self.limit(cell)
    } else {
      images = whole
      limit = first
    }
  }

  /// The group with the most operations of those that fit, and of several the one with the smallest deviation.
  public func best() -> GroupFit {
    let fits = WallpaperGroup.all.compactMap { images.fit($0, limit: limit) }
    return fits.max {
      ($0.group.operations.count, -$0.deviation) < ($1.group.operations.count, -$1.deviation)
    }!
  }

  /// The best fit of one group, whether good or not; nil where its operations take no pixels to pixels.
  public func fit(_ group: WallpaperGroup) -> GroupFit? { images.fit(group) }

  /// The best fits of all groups that the pixels allow, by number.
  public func all() -> [GroupFit] { WallpaperGroup.all.compactMap { fit($0) } }

  private static func limit(_ images: PixelImages) -> Double {
    let deviations = [WallpaperGroup.p2, .p3, .pm, .pg, .cm].compactMap {
      images.fit($0)?.deviation
    }
    return min(0.2, 10 * (deviations.min() ?? 1) + 3 * images.grain)
  }
}

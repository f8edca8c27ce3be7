/// The smallest feature of a two-level cell: the largest diameter d at which a disc of diameter d, moved
/// about within each of the two materials, still reaches all of it but a small share of the cell (an opening
/// by a disc), so that neither walls nor holes are narrower.
public struct FeatureSize: Sendable {
  /// Share of the cell's pixels that the discs may miss: corners of pixels and the tips of cusps.
  public static let tolerance = 0.005

  private let pixels: Int
  /// [2][pixels]: distance of each pixel from the other material, squared, in pixels; 0 in the other.
  private let distances: [[Double]]

  /// - Throws: `GeometryError` unless the cell has two levels and both occur.
  public init(_ cell: UnitCell) throws {
    guard cell.isTwoLevel, Set(cell.potential).count == 2 else {
      throw GeometryError("the smallest feature of a cell without two levels is not defined")
    }
    pixels = cell.pixels
    let n = cell.pixels
    distances = [Float(0), 1].map { level in
      let edge = Self.edge(n) { cell.potential[$0] != level }
      return cell.potential.indices.map { pixel in
        if cell.potential[pixel] != level { return 0 }
        return edge.reduce(Double.infinity) { min($0, Self.square(pixel, $1, n)) }
      }
    }
  }

  /// In units of a.
  public func smallest() -> Double {
    var (low, high) = (0.0, Double(pixels) / 2)
    while high - low > 0.5 {
      let radius = (low + high) / 2
      if missed(radius) <= Self.tolerance * Double(pixels * pixels) {
        low = radius
      } else {
        high = radius
      }
    }
    return 2 * low / Double(pixels)
  }

  /// Pixels of both materials that no disc of a radius in pixels reaches.
  func missed(_ radius: Double) -> Double {
    let n = pixels
    var count = 0
    for field in distances {
      // Centres half a pixel from the edge already count: the material ends between two pixels.
      let limit = (radius - 0.5) * (radius - 0.5)
      let isCentre = { (pixel: Int) in
        field[pixel] > 0 && (radius <= 0.5 || field[pixel] >= limit)
      }
      let rim = Self.edge(n, isCentre)
      for pixel in field.indices where field[pixel] > 0 && !isCentre(pixel) {
        if !rim.contains(where: { Self.square(pixel, $0, n) <= radius * radius }) { count += 1 }
      }
    }
    return Double(count)
  }

  /// The pixels of a set with a neighbour outside it.
  private static func edge(_ n: Int, _ isInside: (Int) -> Bool) -> [Int] {
    (0..<n * n).filter { pixel in
      if !isInside(pixel) { return false }
      let (i, j) = (pixel / n, pixel % n)
      let steps = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)]
      for (a, b) in steps where !isInside((i + a + n) % n * n + (j + b + n) % n) { return true }
      return false
    }
  }

  /// Squared distance of two pixels in the periodic lattice, in pixels.
  private static func square(_ a: Int, _ b: Int, _ n: Int) -> Double {
    var best = Int.max
    let (i, j) = ((a / n - b / n + n) % n, (a % n - b % n + n) % n)
    for di in [i, i - n] {
      for dj in [j, j - n] { best = min(best, di * di + dj * dj + di * dj) }
    }
    return Double(best)
  }
}

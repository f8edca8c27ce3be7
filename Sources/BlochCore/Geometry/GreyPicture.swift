/// A picture of a crystal in any convention: grey values on a rectangle of pixels.
public struct GreyPicture: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// [height x width] row-major from the top, V/Vmax.
  public let values: [Float]

  /// Throws unless there is one value for each pixel.
  public init(width: Int, height: Int, values: [Float]) throws {
    guard width > 0, height > 0, values.count == width * height else {
      throw GeometryError("\(values.count) values for \(height) x \(width) pixels")
    }
    self.width = width
    self.height = height
    self.values = values
  }

  /// The value at a real place, in pixels from the upper left one, by bilinear interpolation; a place within
  /// 1e-6 of a pixel has that pixel's value.
  /// - Parameter periodic: whether the picture repeats beyond its edges; otherwise its edge goes on.
  func value(row: Double, column: Double, periodic: Bool) -> Float {
    let (i, di) = Self.split(row)
    let (j, dj) = Self.split(column)
    func at(_ i: Int, _ j: Int) -> Float {
      periodic
        ? values[Self.wrapped(i, height) * width + Self.wrapped(j, width)]
        : values[min(max(i, 0), height - 1) * width + min(max(j, 0), width - 1)]
    }
    if di == 0 && dj == 0 { return at(i, j) }
    let upper = Double(at(i, j)) * (1 - dj) + Double(at(i, j + 1)) * dj
    let lower = Double(at(i + 1, j)) * (1 - dj) + Double(at(i + 1, j + 1)) * dj
    return Float(upper * (1 - di) + lower * di)
  }

  private static func split(_ x: Double) -> (Int, Double) {
    let nearest = x.rounded()
    if abs(x - nearest) < 1e-6 { return (Int(nearest), 0) }
    let below = x.rounded(.down)
    return (Int(below), x - below)
  }

  private static func wrapped(_ i: Int, _ n: Int) -> Int { (i % n + n) % n }
}

/// Where the hexagonal unit cell lies in a Cartesian picture.
struct HexagonFrame: Sendable {
  /// Centre, in pixels from the upper left pixel's centre.
  let row: Double
  let column: Double
  /// Pixels for a, across and down.
  let across: Double
  let down: Double
  let isTurned: Bool
  /// Whether another colour begins at the rim.
  private let isFilled: Bool
  /// Whether neither a fill nor the picture's proportions show where the cell ends.
  let isGuess: Bool

  /// Height of the cell by its width.
  static func ratio(turned: Bool) -> Double {
    turned ? 3.0.squareRoot() / 2 : 2 / 3.0.squareRoot()
  }

  /// Frame of the cell where its outside is filled with the colour of the corners, else the whole picture where
  /// that has the cell's proportions, else the largest cell of square pixels that the picture holds.
  init(_ picture: GreyPicture, turned: Bool) {
    let (w, h) = (Double(picture.width), Double(picture.height))
    let ratio = Self.ratio(turned: turned)
    isTurned = turned
    let cell: (top: Double, left: Double, height: Double, width: Double)
    let box = Self.filledOutside(picture, turned: turned)
    isFilled = box != nil
    isGuess = box == nil && abs(h / w / ratio - 1) >= 0.03
    if let box {
      cell = box
    } else if !isGuess {
      cell = (0, 0, h, w)
    } else {
      let width = min(w, h / ratio)
      cell = ((h - width * ratio) / 2, (w - width) / 2, width * ratio, width)
    }
    row = cell.top + cell.height / 2 - 0.5
    column = cell.left + cell.width / 2 - 0.5
    across = turned ? cell.width * 3.0.squareRoot() / 2 : cell.width
    down = turned ? cell.height : cell.height * 3.0.squareRoot() / 2
  }

  /// The cell as a picture with lattice vectors at 60 degrees, its centre in the upper left corner, and the levels of
  /// the pixels that it is made of.
  func unfolded(_ picture: GreyPicture) throws -> (cell: GreyPicture, levels: GreyLevels) {
    let area = across * down * 3.0.squareRoot() / 2
    let n = min(max(Int(area.squareRoot().rounded()), 2), PixelOrbits.maximumPixels)
    // Nearer to a filled rim than this pixels may hold some of the fill's colour.
    let limit = 1 - 3 / min(across, down)
    var values: [Float] = []
    var pure: [Float] = []
    values.reserveCapacity(n * n)
    for i in 0..<n {
      for j in 0..<n {
        var (x, y) = Self.nearest(Double(i) / Double(n), Double(j) / Double(n))
        let reach = Self.reach(2 * x, 3.0.squareRoot() * y, turned: false)
        let isAtRim = isFilled && reach > limit
        if isAtRim { (x, y) = (x * limit / reach, y * limit / reach) }
        // The turned cell has a1 upwards.
        let (right, up) = isTurned ? (-y, x) : (x, y)
        let (row, column) = (self.row - up * down, self.column + right * across)
        let pixel = picture.value(row: row.rounded(), column: column.rounded(), periodic: false)
        pure.append(pixel)
        values.append(
          isAtRim ? pixel : picture.value(row: row, column: column, periodic: false))
      }
    }
    return (try GreyPicture(width: n, height: n, values: values), GreyLevels(pure))
  }

  /// The shortest of a point's images, Cartesian, in a.
  private static func nearest(_ x1: Double, _ x2: Double) -> (x: Double, y: Double) {
    var best = (x: Double.infinity, y: Double.infinity)
    for m1 in -2...1 {
      for m2 in -2...1 {
        let (e1, e2) = (x1 + Double(m1), x2 + Double(m2))
        let (x, y) = (e1 + e2 / 2, e2 * 3.0.squareRoot() / 2)
        if x * x + y * y < best.x * best.x + best.y * best.y - 1e-12 { best = (x, y) }
      }
    }
    return best
  }

  /// The box around all that has another colour than the corners, if it looks like a cell: hardly anything but
  /// that colour outside the hexagon, and other colours along four fifths of its rim.
  private static func filledOutside(
    _ picture: GreyPicture, turned: Bool
  ) -> (top: Double, left: Double, height: Double, width: Double)? {
    let (w, h) = (picture.width, picture.height)
    let fill = picture.values[0]
    guard
      [picture.values[w - 1], picture.values[w * (h - 1)], picture.values[w * h - 1]]
        .allSatisfy({ $0 == fill })
    else { return nil }
    var (top, left, bottom, right) = (h, w, -1, -1)
    for i in 0..<h {
      for j in 0..<w where picture.values[i * w + j] != fill {
        (top, bottom) = (min(top, i), max(bottom, i))
        (left, right) = (min(left, j), max(right, j))
      }
    }
    let (height, width) = (bottom - top + 1, right - left + 1)
    guard height >= 8, width >= 8 else { return nil }
    var (rim, seen, outside, stray) = (0, 0, 0, 0)
    for i in top...bottom {
      for j in left...right {
        let reach = Self.reach(
          (Double(j - left) + 0.5) / Double(width) * 2 - 1,
          (Double(i - top) + 0.5) / Double(height) * 2 - 1, turned: turned)
        let differs = picture.values[i * w + j] != fill
        let pixel = 3 / Double(min(width, height))
        if reach > 1 + pixel {
          outside += 1
          if differs { stray += 1 }
        } else if reach > 1 - 2 * pixel, reach < 1 - pixel / 2 {
          rim += 1
          if differs { seen += 1 }
        }
      }
    }
    guard outside > 0, rim > 0, 50 * stray <= outside, 5 * seen >= 4 * rim else { return nil }
    return (Double(top), Double(left), Double(height), Double(width))
  }

  /// 1 on the border of the hexagon that fits the square -1...1, less inside.
  private static func reach(_ x: Double, _ y: Double, turned: Bool) -> Double {
    let (across, along) = turned ? (abs(y), abs(x)) : (abs(x), abs(y))
    return max(across, across / 2 + along)
  }
}

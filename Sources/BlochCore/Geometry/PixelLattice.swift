import WallpaperGroups

/// A lattice of pixel vectors (down, right) that contains a picture's edges.
struct PixelLattice: Sendable, Equatable {
  /// Two vectors that span it, as short as pixels have them.
  private(set) var p1: (Int, Int)
  private(set) var p2: (Int, Int)

  static func == (l: PixelLattice, r: PixelLattice) -> Bool { l.p1 == r.p1 && l.p2 == r.p2 }

  init(_ vectors: [[Int]]) {
    let basis = IntegerLattice.hermiteBasis(vectors)
    (p1, p2) = ((basis[0][0], basis[0][1]), (basis[1][0], basis[1][1]))
    // Gauss: the longer one less a multiple of the shorter one, while that makes it shorter.
    while true {
      if Self.dot(p1, p1) > Self.dot(p2, p2) { (p1, p2) = (p2, p1) }
      let factor = (Double(Self.dot(p1, p2)) / Double(Self.dot(p1, p1))).rounded(.toNearestOrEven)
      let shorter = (p2.0 - Int(factor) * p1.0, p2.1 - Int(factor) * p1.1)
      if Self.dot(shorter, shorter) >= Self.dot(p2, p2) { break }
      p2 = shorter
    }
    // Rows first, as in the picture.
    if abs(p1.0) * abs(p2.1) < abs(p2.0) * abs(p1.1) { (p1, p2) = (p2, p1) }
    if p1.0 < 0 || p1.0 == 0 && p1.1 < 0 { p1 = (-p1.0, -p1.1) }
    if area < 0 { p2 = (-p2.0, -p2.1) }
  }

  /// Pixels in a cell, positive where p2 is to the left of p1 with rows as x and columns as y.
  var area: Int { p1.0 * p2.1 - p1.1 * p2.0 }

  /// x1 p1 + x2 p2.
  func vector(_ x1: Int, _ x2: Int) -> (Int, Int) {
    (x1 * p1.0 + x2 * p2.0, x1 * p1.1 + x2 * p2.1)
  }

  /// What an operation's W, in coordinates on p1 and p2, does to pixels, row by row; nil where pixels do not go to
  /// pixels.
  func pixelMatrix(_ w: Operation) -> [Int]? {
    // P W P^-1 with p1 and p2 as the columns of P.
    let (a, b) = (vector(w.w11, w.w21), vector(w.w12, w.w22))
    let m = [
      a.0 * p2.1 - b.0 * p1.1, b.0 * p1.0 - a.0 * p2.0,
      a.1 * p2.1 - b.1 * p1.1, b.1 * p1.0 - a.1 * p2.0,
    ]
    return m.allSatisfy { $0 % area == 0 } ? m.map { $0 / area } : nil
  }

  /// The lattice with one more vector; nil where (x1 p1 + x2 p2)/n is no pixel vector.
  func with(_ x1: Int, _ x2: Int, over n: Int) -> (lattice: PixelLattice, added: (Int, Int))? {
    let v = vector(x1, x2)
    guard v.0 % n == 0, v.1 % n == 0 else { return nil }
    let added = (v.0 / n, v.1 / n)
    return (PixelLattice([[p1.0, p1.1], [p2.0, p2.1], [added.0, added.1]]), added)
  }

  /// Rows and columns of a rectangle that has one pixel of each class modulo the lattice.
  var box: (rows: Int, columns: Int) {
    let basis = hermite
    return (basis[0][0], basis[1][1])
  }

  /// The smallest numbers of rows and of columns that are vectors of the lattice.
  var periods: (rows: Int, columns: Int) {
    let basis = hermite
    let (height, skew, width) = (basis[0][0], basis[0][1], basis[1][1])
    let rows = height * (1...width).first { $0 * skew % width == 0 }!
    return (rows, width)
  }

  /// The mean over the lattice's translations of a picture whose edges are among them, on its smallest rectangle of
  /// periods.
  func average(_ picture: GreyPicture) throws -> GreyPicture {
    let basis = hermite
    let (height, width) = box
    var sums = [Double](repeating: 0, count: height * width)
    for i in 0..<picture.height {
      for j in 0..<picture.width {
        let (row, column) = Self.place(i, j, basis)
        sums[row * width + column] += Double(picture.values[i * picture.width + j])
      }
    }
    let share = Double(height * width) / Double(picture.values.count)
    let (rows, columns) = periods
    return try GreyPicture(
      width: columns, height: rows,
      values: (0..<rows * columns).map {
        let (row, column) = Self.place($0 / columns, $0 % columns, basis)
        return Float(sums[row * width + column] * share)
      })
  }

  /// A picture with these periods on a square, which every operation takes to itself; the picture as it is where that
  /// square would be too large.
  func square(_ picture: GreyPicture) -> GreyPicture {
    let (h, w) = (picture.height, picture.width)
    let n = h / IntegerLattice.hermiteBasis([[h], [w]])[0][0] * w
    guard n * n <= GroupFinder.maximumPixels else { return picture }
    let values = (0..<n * n).map { picture.values[$0 / n % h * w + $0 % n % w] }
    return (try? GreyPicture(width: n, height: n, values: values)) ?? picture
  }

  /// The lattice's basis with the first vector [rows, skew] and the second [0, columns].
  private var hermite: [[Int]] { IntegerLattice.hermiteBasis([[p1.0, p1.1], [p2.0, p2.1]]) }

  /// The pixel of the box that differs from (row, column) by a vector of the lattice.
  private static func place(_ row: Int, _ column: Int, _ basis: [[Int]]) -> (Int, Int) {
    let (height, skew, width) = (basis[0][0], basis[0][1], basis[1][1])
    let down = row >= 0 ? row / height : -((height - 1 - row) / height)
    let rest = (column - down * skew) % width
    return (row - down * height, rest < 0 ? rest + width : rest)
  }

  private static func dot(_ a: (Int, Int), _ b: (Int, Int)) -> Int { a.0 * b.0 + a.1 * b.1 }
}

/// Reads pictures as unit cells: finds their convention, their centre and the cells they show.
public struct PictureReader: Sendable {
  public let picture: GreyPicture
  public let symmetry: CrystalSymmetry

  public init(_ picture: GreyPicture, symmetry: CrystalSymmetry) {
    self.picture = picture
    self.symmetry = symmetry
  }

  /// The readings of several conventions, each about its best centre, the most symmetric first. A convention that
  /// cannot be (lattice coordinates with unequal pixels) is left out.
  public func readings(
    _ conventions: [PictureConvention] = PictureConvention.hexagonal
  ) throws -> [PictureReading] {
    try conventions.compactMap { try reading($0) }.sorted { $0.asymmetry < $1.asymmetry }
  }

  /// The picture as it says of itself, whatever it shows: 60 degrees, the centre in its corner. Nil unless it is
  /// square.
  public func plain() throws -> PictureReading? {
    guard picture.width == picture.height else { return nil }
    let orbits = try PixelOrbits(pixels: picture.width, symmetry: symmetry)
    return try PictureReading(
      convention: .sixty, row: 0, column: 0, repetitions: [1, 1], values: picture.values,
      levels: GreyLevels(picture.values), orbits: orbits, isResampled: false)
  }

  /// The picture as the cell of a group on its own lattice: rows along a1, columns along a2, the origin in its corner. Of
  /// lattices with right angles also one in square pixels, which has 1 : |a2|/|a1| rows to columns within 2 %, or one
  /// row or column. Nil unless rows and columns fit.
  ///
  /// Where |a1| = |a2| a picture that is not square is that of the centred rectangle, |a1 - a2| : |a1 + a2| rows to columns; a
  /// square one is where that is asked for.
  /// - Throws: `GeometryError` on an odd number of pixels where the group has glides.
  public func cell(_ convention: PictureConvention = .cell) throws -> PictureReading? {
    let (height, width) = (picture.height, picture.width)
    let isRhombus = symmetry.lattice.isRhombic && symmetry.lattice.cosine != 0
    if convention == .centred || height != width && isRhombus {
      return try centredRectangle()
    }
    var (values, n) = (picture.values, width)
    if height != width {
      let lattice = symmetry.lattice
      let wanted = Double(height) * lattice.ratio
      guard lattice.cosine == 0, abs(Double(width) - wanted) <= max(0.02 * wanted, 1) else {
        return nil
      }
      n = 2 * max(1, Int((Double(height * width).squareRoot() / 2).rounded()))
      values = []
      values.reserveCapacity(n * n)
      for i in 0..<n {
        for j in 0..<n {
          values.append(
            picture.value(
              row: Double(i * height) / Double(n), column: Double(j * width) / Double(n),
              periodic: true))
        }
      }
    }
    return try PictureReading(
      convention: .cell, row: 0, column: 0, repetitions: [1, 1], values: values,
      levels: GreyLevels(picture.values), orbits: PixelOrbits(pixels: n, symmetry: symmetry),
      isResampled: height != width)
  }

  /// The picture as two cells of a lattice with |a1| = |a2|. What the halves differ by, its points and those half a diagonal
  /// away, counts as asymmetry.
  private func centredRectangle() throws -> PictureReading? {
    let (lattice, edges) = (symmetry.lattice, PictureConvention.centred.edges!)
    let (height, width) = (Double(picture.height), Double(picture.width))
    let wanted = height * (1 + lattice.cosine) / lattice.sine
    guard lattice.isRhombic, abs(width - wanted) <= max(0.02 * wanted, 1) else { return nil }
    let n = 2 * max(1, Int(((height * width / 2).squareRoot() / 2).rounded()))
    var (values, sum, squares, differences) = ([Float](), 0.0, 0.0, 0.0)
    values.reserveCapacity(n * n)
    for i in 0..<n {
      for j in 0..<n {
        let share = edges.shares(Double(i) / Double(n), Double(j) / Double(n))
        let (one, other) = (
          picture.value(row: share.down * height, column: share.right * width, periodic: true),
          picture.value(
            row: (share.down + 0.5) * height, column: (share.right + 0.5) * width, periodic: true)
        )
        values.append((one + other) / 2)
        for value in [one, other] {
          sum += Double(value)
          squares += Double(value) * Double(value)
        }
        differences += Double((one - other) * (one - other)) / 2
      }
    }
    let variance = squares - sum * sum / Double(2 * n * n)
    return try PictureReading(
      convention: .centred, row: 0, column: 0, repetitions: [1, 1], values: values,
      levels: GreyLevels(picture.values), orbits: PixelOrbits(pixels: n, symmetry: symmetry),
      isResampled: true, missed: variance > 0 ? differences / variance : 0)
  }

  /// How often a picture repeats itself exactly along both edges, pixel by pixel.
  public func exactRepetitions() -> Int {
    let (w, h, v) = (picture.width, picture.height, picture.values)
    guard w == h, let first = v.first, v.contains(where: { $0 != first }) else { return 1 }
    return (2...12).reversed().first { n in
      guard w % n == 0 else { return false }
      let step = w / n
      return v.indices.allSatisfy { at in
        let (i, j) = (at / w, at % w)
        return v[at] == v[(i + step) % w * w + j] && v[at] == v[i * w + (j + step) % w]
      }
    } ?? 1
  }

  /// The picture in one convention, nil where it cannot be in it.
  /// - Parameter centre: row and column of the centre of rotation; by default that of most symmetry. Counted
  ///   from the corner pixel, in pixels.
  public func reading(
    _ convention: PictureConvention, centre: (row: Double, column: Double)? = nil
  ) throws -> PictureReading? {
    if let edges = convention.edges {
      return try reading(
        convention, picture, GreyLevels(picture.values), edges, origin: (0, 0), centre)
    }
    let frame = HexagonFrame(picture, turned: convention == .hexagonTurned)
    // About the hexagon's own centre: elsewhere the picture would have been cut elsewhere.
    let (cell, levels) = try frame.unfolded(picture)
    return try reading(
      convention, cell, levels, PictureEdges(rows: (1, 0), columns: (0, 1)),
      origin: (frame.row, frame.column), (0, 0), isGuess: frame.isGuess)
  }

  private func reading(
    _ convention: PictureConvention, _ picture: GreyPicture, _ levels: GreyLevels,
    _ edges: PictureEdges,
    origin: (row: Double, column: Double), _ centre: (row: Double, column: Double)?,
    isGuess: Bool = false
  ) throws -> PictureReading? {
    let spectrum = PictureSpectrum(picture)
    let repeats = spectrum.repetitions()
    let height = Double(picture.height) / Double(repeats.down)
    let width = Double(picture.width) / Double(repeats.right)
    // Lattice coordinates have as many pixels along a1 as along a2.
    if edges.cells == 1, abs(height / width - 1) > 1e-9 { return nil }
    let n = min(
      max(Int((height * width / Double(edges.cells)).squareRoot().rounded()), 1),
      PixelOrbits.maximumPixels)
    let orbits = try PixelOrbits(pixels: n, symmetry: symmetry)
    func read(_ row: Double, _ column: Double) throws -> PictureReading {
      let t = edges.point(down: row / height, right: column / width)
      var resampled = convention.edges == nil
      var values: [Float] = []
      values.reserveCapacity(n * n)
      for i in 0..<n {
        for j in 0..<n {
          let share = edges.shares(Double(i) / Double(n) + t.x1, Double(j) / Double(n) + t.x2)
          let place = (row: share.down * height, column: share.right * width)
          resampled =
            resampled || abs(place.row - place.row.rounded()) > 1e-6
            || abs(place.column - place.column.rounded()) > 1e-6
          values.append(picture.value(row: place.row, column: place.column, periodic: true))
        }
      }
      return try PictureReading(
        convention: convention, row: row + origin.row, column: column + origin.column,
        repetitions: [repeats.down, repeats.right], values: values, levels: levels,
        orbits: orbits, isResampled: resampled || repeats != (1, 1), isGuess: isGuess)
    }
    if let centre { return try read(centre.row, centre.column) }
    let best = SymmetryCentre(
      spectrum, edges: edges, repetitions: repeats, symmetry: symmetry
    ).best()
    let share = edges.shares(best.x1, best.x2)
    let (row, column) = (
      Self.folded(share.down * height, height), Self.folded(share.right * width, width)
    )
    // A centre on a pixel needs no values between pixels.
    let near = try read(
      Self.folded(row.rounded(), height), Self.folded(column.rounded(), width))
    if near.asymmetry == 0 { return near }
    let between = try read(row, column)
    return near.asymmetry <= 1.2 * between.asymmetry + 1e-3 ? near : between
  }

  /// Into 0..<period.
  private static func folded(_ x: Double, _ period: Double) -> Double {
    let rest = x - (x / period).rounded(.down) * period
    return period - rest < 1e-6 || rest < 1e-6 ? 0 : rest
  }
}

import BlochCore
import Testing

/// Pictures of one crystal in all conventions are the same cell, and pictures of none are refused.
@Suite struct PictureReaderTests {
  /// A ring of discs, turned so that no mirror is left, and a disc in its middle.
  private static let discs =
    try! HoleRing(distance: 0.28, angle: 7, radius: 0.1).centres.map {
      (x1: $0.x1, x2: $0.x2, radius: 0.1)
    } + [(x1: 0, x2: 0, radius: 0.07)]

  private static func value(_ x1: Double, _ x2: Double) -> Float {
    for disc in discs {
      let (d1, d2) = (x1 - disc.x1, x2 - disc.x2)
      for m1 in -1...1 {
        for m2 in -1...1 {
          let e1 = d1 - d1.rounded() + Double(m1)
          let e2 = d2 - d2.rounded() + Double(m2)
          if e1 * e1 + e2 * e2 + e1 * e2 <= disc.radius * disc.radius { return 0 }
        }
      }
    }
    return 1
  }

  /// The crystal with its centre at a pixel (row, column) of a picture of `repetitions` unit edges.
  private static func picture(
    _ convention: PictureConvention, height: Int, width: Int, row: Double = 0, column: Double = 0,
    repetitions: (Int, Int) = (1, 1)
  ) throws -> GreyPicture {
    let edges = try #require(convention.edges)
    var values: [Float] = []
    for i in 0..<height {
      for j in 0..<width {
        let (x1, x2) = edges.point(
          down: (Double(i) - row) * Double(repetitions.0) / Double(height),
          right: (Double(j) - column) * Double(repetitions.1) / Double(width))
        values.append(value(x1, x2))
      }
    }
    return try GreyPicture(width: width, height: height, values: values)
  }

  /// Share of the points at which a reading differs from the crystal itself.
  private static func difference(_ reading: PictureReading) -> Double {
    let n = reading.pixels
    let wrong = (0..<n * n).count {
      reading.potential[$0] != value(Double($0 / n) / Double(n), Double($0 % n) / Double(n))
    }
    return Double(wrong) / Double(n * n)
  }

  @Test(arguments: [
    (PictureConvention.sixty, 80, 80, 0.0, 0.0, 1, 1), (.sixty, 80, 80, 40, 40, 1, 1),
    (.sixty, 80, 80, 39.5, 79.5, 1, 1), (.sixty, 90, 90, 11.3, 62.8, 1, 1),
    (.sixty, 120, 120, 17, 5, 2, 2), (.sixty, 120, 180, 0, 0, 2, 3),
    (.oneTwenty, 80, 80, 0, 0, 1, 1), (.oneTwenty, 80, 80, 39.5, 39.5, 1, 1),
    (.rectangle, 139, 80, 69, 39.5, 1, 1), (.rectangle, 100, 100, 3.3, 20, 1, 1),
    (.rectangle, 208, 180, 0, 0, 2, 3), (.rectangleTurned, 80, 139, 11, 90, 1, 1),
  ])
  func theConventionIsFound(
    _ convention: PictureConvention, _ height: Int, _ width: Int, _ row: Double, _ column: Double,
    _ down: Int, _ right: Int
  ) throws {
    let picture = try Self.picture(
      convention, height: height, width: width, row: row, column: column,
      repetitions: (down, right))
    let readings = try PictureReader(picture, symmetry: .c6).readings().filter { !$0.isGuess }
    let best = try #require(readings.first)
    #expect(best.convention == convention)
    #expect(best.asymmetry < 0.02)
    #expect(best.repetitions == [down, right])
    // Rims move by parts of a pixel.
    #expect(Self.difference(best) < 0.03)
    // No other comes near.
    #expect(readings.dropFirst().allSatisfy { $0.asymmetry > 0.2 })
  }

  /// Reversed and exchanged rows and columns.
  @Test func mirrorImagesAreRead() throws {
    let picture = try Self.picture(.sixty, height: 60, width: 60)
    let rows = (0..<60).map { Array(picture.values[$0 * 60..<$0 * 60 + 60]) }
    let flipped = try GreyPicture(width: 60, height: 60, values: rows.reversed().flatMap { $0 })
    let exchanged = try GreyPicture(
      width: 60, height: 60, values: (0..<3600).map { rows[$0 % 60][$0 / 60] })
    let plain = try #require(try PictureReader(picture, symmetry: .c6).reading(.sixty))
    for (image, convention) in [(flipped, PictureConvention.oneTwenty), (exchanged, .sixty)] {
      let best = try #require(try PictureReader(image, symmetry: .c6).readings().first)
      #expect(best.convention == convention)
      #expect(best.asymmetry < 0.01)
      let isSame = try best.isSameCrystal(as: plain)
      #expect(isSame)
    }
  }

  /// A hexagon in a picture, its outside filled or not, with and without a margin.
  @Test(
    arguments: [PictureConvention.hexagon, .hexagonTurned], [Float?.none, 0, 0.5, 1])
  func hexagonsAreRead(_ convention: PictureConvention, fill: Float?) throws {
    let isTurned = convention == .hexagonTurned
    for margin in fill == 0.5 || fill == 0 ? [0, 23] : [0] {
      let (w, h) = isTurned ? (139, 120) : (120, 139)
      let (width, height) = (w + 2 * margin, h + margin)
      var values: [Float] = []
      for i in 0..<height {
        for j in 0..<width {
          let x = (Double(j - margin) + 0.5 - Double(w) / 2) / 120
          let y = -(Double(i) + 0.5 - Double(h) / 2) / 120
          let (p, q) = isTurned ? (y, -x) : (x, y)
          let isInside = max(abs(p), abs(p) / 2 + abs(q) * 3.0.squareRoot() / 2) <= 0.5
          let x2 = 2 * q / 3.0.squareRoot()
          values.append(fill.flatMap { isInside ? nil : $0 } ?? Self.value(p - x2 / 2, x2))
        }
      }
      let picture = try GreyPicture(width: width, height: height, values: values)
      let readings = try PictureReader(picture, symmetry: .c6).readings()
      let best = try #require(readings.first { !$0.isGuess })
      #expect(best.convention == convention)
      #expect(best.asymmetry < 0.02)
      #expect(Self.difference(best) < 0.03)
    }
  }

  /// The hexagon of a Cartesian drawing that goes on around it could be any: never taken unasked.
  @Test func drawingsInASquareAreGuesses() throws {
    let n = 100
    let centres = (0..<6).map { 30 * [1, 0.5, -0.5, -1, -0.5, 0.5][$0] }
    let ups = (0..<6).map { 30 * 3.0.squareRoot() / 2 * [0, 1, 1, 0, -1, -1][$0] }
    let values = (0..<n * n).map { at -> Float in
      let (y, x) = (Double(at / n) - 49.5, Double(at % n) - 49.5)
      return zip(centres, ups).contains { ($0 - x) * ($0 - x) + ($1 - y) * ($1 - y) < 100 } ? 0 : 1
    }
    let reader = PictureReader(
      try GreyPicture(width: n, height: n, values: values), symmetry: .c6)
    let readings = try reader.readings()
    #expect(readings.filter { $0.asymmetry < 0.05 }.allSatisfy { $0.isGuess })
    #expect(readings.filter { !$0.isGuess }.allSatisfy { $0.asymmetry > 0.3 })
    let read = try reader.plain()
    let plain = try #require(read)
    #expect(plain.asymmetry > 0.3)
  }

  @Test func noiseFitsNothing() throws {
    var generator = SampleGenerator(seed: 3, index: 0, purpose: .potential)
    let values = generator.normals(64 * 64).map { Float($0 > 0 ? 1 : 0) }
    for symmetry in CrystalSymmetry.rotationsOnly {
      let reader = PictureReader(
        try GreyPicture(width: 64, height: 64, values: values), symmetry: symmetry)
      let readings = try reader.readings()
      #expect(readings.allSatisfy { $0.asymmetry > 0.3 })
    }
  }
}

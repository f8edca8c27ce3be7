import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// The group of a picture from its pixels alone.
@Suite struct GroupFinderTests {
  /// Random waves averaged over a group, in whole numbers so that symmetric pixels are equal to the last bit; black and
  /// white, or grey.
  struct Pattern {
    let rows: Int
    let columns: Int
    var values: [Float]

    init(
      _ group: WallpaperGroup, rows n: Int, columns m: Int, isBinary: Bool,
      _ random: inout Generator
    ) {
      (rows, columns) = (n, m)
      var waves = [Int](repeating: 0, count: n * m)
      for p in -6...6 {
        for q in -6...6 {
          let (size, phase) = (
            Double.random(in: -1000...1000, using: &random),
            Double.random(in: 0..<(2 * .pi), using: &random)
          )
          for i in 0..<n {
            for j in 0..<m {
              let angle = 2 * .pi * (Double(p * i) / Double(n) + Double(q * j) / Double(m))
              waves[i * m + j] += Int(size * cos(angle + phase))
            }
          }
        }
      }
      var sums = waves.map { _ in 0 }
      for g in group.operations {
        for i in 0..<n {
          for j in 0..<m {
            // Twice the pixel W x + t.
            let a = 2 * (g.w11 * i + g.w12 * j * n / m) + g.t1 * n
            let b = 2 * (g.w21 * i * m / n + g.w22 * j) + g.t2 * m
            sums[i * m + j] += waves[(a / 2 % n + n) % n * m + (b / 2 % m + m) % m]
          }
        }
      }
      let sorted = sums.sorted()
      let (low, middle, high) = (sorted[0], sorted[n * m / 2], sorted[n * m - 1])
      values = sums.map {
        isBinary ? ($0 >= middle ? 1 : 0) : Float($0 - low) / Float(high - low)
      }
    }

    /// Several cells, shifted, with a share of the pixels turned from white to black and from black to white.
    func picture(
      cells: (Int, Int), shift: (Int, Int), wrong: Double, _ random: inout Generator
    ) throws -> GreyPicture {
      let (height, width) = (cells.0 * rows, cells.1 * columns)
      var values = (0..<height * width).map { at in
        let (i, j) = (at / width + shift.0, at % width + shift.1)
        return self.values[i % rows * columns + j % columns]
      }
      for at in values.indices where Double.random(in: 0..<1, using: &random) < wrong {
        values[at] = 1 - values[at]
      }
      return try GreyPicture(width: width, height: height, values: values)
    }
  }

  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state &* 2_685_821_657_736_338_717
    }
  }

  /// Ten pictures of each group: one to four cells, shifted, with 1 % of the pixels wrong.
  @Test(arguments: WallpaperGroup.names) func groupsAreFound(_ name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    var random = Generator(state: 88_172_645_463_325_252 &+ UInt64(group.number))
    for k in 0..<10 {
      let n = [18, 24, 30, 36][k % 4]
      let pattern = Pattern(group, rows: n, columns: n, isBinary: k % 3 != 2, &random)
      let cells = [(1, 1), (2, 1), (1, 2), (2, 2), (1, 1)][k % 5]
      let shift = (Int.random(in: 0..<n, using: &random), Int.random(in: 0..<n, using: &random))
      let picture = try pattern.picture(cells: cells, shift: shift, wrong: 0.01, &random)
      let finder = try GroupFinder(picture)
      #expect(finder.best().group == group, "\(name) \(k): \(finder.best())")
      #expect(finder.cells == cells.0 * cells.1, "\(name) \(k)")
      // Without wrong pixels the deviation is that of a symmetric picture.
      let clean = try GroupFinder(
        pattern.picture(cells: cells, shift: shift, wrong: 0, &random)
      ).best()
      #expect(clean.group == group && clean.deviation < 1e-5, "\(name) \(k): \(clean)")
    }
  }

  /// The operations about the origin that is found, on the lattice vectors that are found, take the picture to itself.
  @Test(arguments: WallpaperGroup.names) func originAndAxesAreThoseOfTheGroup(_ name: String) throws
  {
    let group = try #require(WallpaperGroup.named(name))
    var random = Generator(state: 4_711 &+ UInt64(group.number))
    let pattern = Pattern(group, rows: 24, columns: 24, isBinary: false, &random)
    let picture = try pattern.picture(cells: (2, 1), shift: (5, 17), wrong: 0, &random)
    let fit = try GroupFinder(picture).best()
    func value(_ row: Double, _ column: Double) -> Float {
      #expect(abs(row - row.rounded()) + abs(column - column.rounded()) < 1e-9)
      let (i, j) = (Int(row.rounded()) % 48, Int(column.rounded()) % 24)
      return picture.values[(i + 48) % 48 * 24 + (j + 24) % 24]
    }
    let d = Double(fit.a1.row * fit.a2.column - fit.a1.column * fit.a2.row)
    for operation in group.operations {
      for i in stride(from: 0, to: 48, by: 5) {
        for j in 0..<24 {
          let (r, c) = (Double(i) - fit.row, Double(j) - fit.column)
          let (x1, x2) = operation.position(
            x1: (r * Double(fit.a2.column) - c * Double(fit.a2.row)) / d,
            x2: (c * Double(fit.a1.row) - r * Double(fit.a1.column)) / d)
          let image = value(
            fit.row + x1 * Double(fit.a1.row) + x2 * Double(fit.a2.row),
            fit.column + x1 * Double(fit.a1.column) + x2 * Double(fit.a2.column))
          #expect(abs(image - picture.values[i * 24 + j]) < 1e-6, "\(name) \(operation)")
        }
      }
    }
  }

  /// A rectangle of unequal sides, and its centred cells.
  @Test func rectanglesAreFound() throws {
    var random = Generator(state: 99)
    for name in ["p2", "pm", "pg", "pmm", "pmg", "pgg"] {
      let pattern = Pattern(.named(name)!, rows: 20, columns: 32, isBinary: true, &random)
      let finder = try GroupFinder(
        pattern.picture(cells: (1, 1), shift: (3, 7), wrong: 0.005, &random))
      #expect(finder.best().group.name == name)
    }
    // A rhombic cell in lattice coordinates, drawn as the centred rectangle with its diagonals for sides.
    for group in [WallpaperGroup.cm, .cmm] {
      let rhombus = Pattern(group, rows: 20, columns: 20, isBinary: true, &random)
      let values = (0..<40 * 40).map { at in
        let (i, j) = (at / 40, at % 40)
        // Every second pixel of the rectangle is one of the rhombus, and so is its neighbour.
        let (u, v) = ((i + j) / 2, (i - j + 40) / 2)
        return rhombus.values[u % 20 * 20 + v % 20]
      }
      let rectangle = try GreyPicture(width: 40, height: 40, values: values)
      #expect(try GroupFinder(rectangle).cells == 2)
    }
  }

  /// What breaks a symmetry by more than three pixels is seen when nothing is wrong otherwise, and can be allowed.
  @Test func smallDifferencesAreSeen() throws {
    // A honeycomb of discs, one a little smaller than the other.
    func honeycomb(_ radii: (Double, Double)) throws -> GreyPicture {
      let n = 60
      return try GreyPicture(
        width: n, height: n,
        values: (0..<n * n).map { at in
          let (i, j) = (at / n, at % n)
          for (centre, radius) in [(20, radii.0), (40, radii.1)] {
            for (di, dj) in [(0, 0), (60, 0), (0, 60), (-60, 0), (0, -60)] {
              let (x, y) = (i - centre + di, j - centre + dj)
              if Double(x * x + x * y + y * y) < radius * radius { return 1 }
            }
          }
          return 0
        })
    }
    #expect(try GroupFinder(honeycomb((12, 12))).best().group == .p6m)
    let unequal = try honeycomb((12, 11))
    #expect(try GroupFinder(unequal).best().group == .p3m1)
    #expect(try GroupFinder(unequal, tolerance: 0.2).best().group == .p6m)
    let fit = try #require(try GroupFinder(unequal).fit(.p6m))
    #expect(fit.deviation > 0.01 && fit.deviation < 0.2)
  }

  @Test func emptyPicturesAreRefused() throws {
    let grey = try GreyPicture(width: 5, height: 5, values: [Float](repeating: 0.5, count: 25))
    #expect(throws: GeometryError.self) { try GroupFinder(grey) }
  }
}

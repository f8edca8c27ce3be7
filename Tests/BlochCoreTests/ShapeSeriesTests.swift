import BlochCore
import Glibc
import Testing

/// The exact Fourier coefficients of unions of shapes, against closed forms and against fine pixels.
@Suite struct ShapeSeriesTests {
  private static let cell = 3.0.squareRoot() / 2

  private static func series(_ shapes: [Shape], reach: Int = 12) throws -> ShapeSeries {
    try ShapeSeries(ShapeUnion(shapes: shapes, inside: 1, outside: 0), reach: reach)
  }

  private static func list(_ text: String, _ symmetry: CrystalSymmetry? = nil) throws -> [Shape] {
    var list = ShapeList()
    try list.append(file: Array(text.utf8))
    let shapes = try list.shapes(list.parameters([]))
    return symmetry.map { ShapeUnion.completed(shapes, symmetry: $0) } ?? shapes
  }

  private static func value(_ series: ShapeSeries, _ n1: Int, _ n2: Int) -> Double {
    series.values[(n1 + series.reach) * (2 * series.reach + 1) + n2 + series.reach]
  }

  /// All G of a series, and G in 1/a.
  private static func forAll(
    _ series: ShapeSeries, _ body: (Int, Int, _ x: Double, _ y: Double, _ value: Double) -> Void
  ) {
    for n1 in -series.reach...series.reach {
      for n2 in -series.reach...series.reach {
        let g = KPoint(Double(n1), Double(n2)).cartesian
        body(n1, n2, g.x, g.y, value(series, n1, n2))
      }
    }
  }

  private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x) / x }
  private static func besinc(_ x: Double) -> Double { x == 0 ? 1 : 2 * j1(x) / x }

  @Test func anEllipseIsAStretchedDisc() throws {
    let (a, b, turn) = (0.31, 0.12, 25 * Double.pi / 180)
    let series = try Self.series(Self.list("ellipse 0.5,0.5 r=0.31,0.12 turn=25"))
    Self.forAll(series) { n1, n2, x, y, value in
      let (u, v) = (cos(turn) * x + sin(turn) * y, cos(turn) * y - sin(turn) * x)
      let exact =
        Double.pi * a * b / Self.cell * Self.besinc(hypot(a * u, b * v))
        * cos(Double.pi * Double(n1 + n2))
      #expect(abs(value - exact) < 1e-14)
    }
  }

  @Test func aRectangleIsAProduct() throws {
    let series = try Self.series(Self.list("rectangle 0,0.5 size=0.7,0.4"))
    Self.forAll(series) { _, n2, x, y, value in
      let exact =
        0.28 / Self.cell * Self.sinc(0.35 * x) * Self.sinc(0.2 * y) * cos(Double.pi * Double(n2))
      #expect(abs(value - exact) < 1e-14)
    }
  }

  /// In lattice coordinates, where the real part is the square of a wave: of a rhombus whose corner is the origin.
  @Test func aTriangleAndItsImageAreARhombus() throws {
    let series = try Self.series(
      Self.list("polygon -0.3,-0.3 0.3,-0.3 -0.3,0.3\npolygon 0.3,0.3 0.3,-0.3 -0.3,0.3"))
    Self.forAll(series) { n1, n2, _, _, value in
      let exact =
        0.36 * Self.sinc(0.6 * Double.pi * Double(n1)) * Self.sinc(0.6 * Double.pi * Double(n2))
      #expect(abs(value - exact) < 1e-14)
    }
  }

  /// One triangle by itself: its real part, by int exp(-iG.r) over x1, x2 > 0, x1 + x2 < s.
  @Test func aTriangleIsADividedDifference() throws {
    let s = 0.4
    let series = try Self.series(Self.list("polygon 0,0 0.4,0 0,0.4"))
    #expect(abs(Self.value(series, 0, 0) - s * s / 2) < 1e-15)
    Self.forAll(series) { n1, n2, _, _, value in
      guard n1 != 0, n2 != 0, n1 != n2 else { return }
      let (p, q) = (2 * Double.pi * Double(n1), 2 * Double.pi * Double(n2))
      // The divided difference of -exp(-i s t) at 0, p, q.
      func part(_ t: Double) -> Double { -cos(s * t) }
      let exact = part(0) / (p * q) + part(p) / (p * (p - q)) + part(q) / (q * (q - p))
      #expect(abs(value - exact) < 1e-14)
    }
  }

  @Test func aRingIsADifferenceOfDiscs() throws {
    let ring = try Self.series(Self.list("ring xy 0.1,0.2 r=0.12,0.3"))
    let outer = try Self.series(Self.list("disc xy 0.1,0.2 r=0.3"))
    let inner = try Self.series(Self.list("disc xy 0.1,0.2 r=0.12"))
    for (all, (one, other)) in zip(ring.values, zip(outer.values, inner.values)) {
      #expect(abs(all - one + other) < 1e-15)
    }
  }

  /// Error of an inscribed polygon of n sides: that of its area, 2 pi^2/(3 n^2), at most.
  @Test func manySidesAreADisc() throws {
    let polygon = try Self.series(Self.list("ngon 0.3,0.1 n=200 r=0.2"))
    let disc = try Self.series(Self.list("disc 0.3,0.1 r=0.2"))
    let area = Double.pi * 0.04 / Self.cell
    for (a, b) in zip(polygon.values, disc.values) {
      #expect(abs(a - b) < 1.05 * area * 2 * Double.pi * Double.pi / 3 / 40_000)
    }
  }

  /// The same region in two ways.
  @Test(
    arguments: [
      // A side in common, in part and in whole; the same twice; one in another; moved by lattice vectors.
      (
        "rectangle xy 0,0 size=0.4,0.2",
        "rectangle xy -0.1,0 size=0.2,0.2\nrectangle xy 0.1,0 size=0.2,0.2"
      ),
      (
        "rectangle xy 0,0 size=0.4,0.2",
        "rectangle xy 0,-0.05 size=0.4,0.1\nrectangle xy -0.1,0.05 size=0.2,0.1\nrectangle xy 0.1,0.05 size=0.2,0.1"
      ),
      ("disc 0.1,0.2 r=0.2", "disc 0.1,0.2 r=0.2\ndisc -1.9,3.2 r=0.2\ndisc 0.1,0.2 r=0.1"),
      ("ring 0,0 r=0,0.2", "ring 0,0 r=0.1,0.2\ndisc 0,0 r=0.1"),
      ("disc 0,0 r=0.2", "ring 0,0 r=0.1,0.2\ndisc 0,0 r=0.15"),
      // The whole rhombus of the cell but a hole, cut at the edges of the cell and elsewhere, with a cut line.
      (
        "polygon 0,0 1,0 1,0.4 0,0.4\npolygon 0,0.4 0.3,0.4 0.3,1 0,1\npolygon 0.6,0.4 1,0.4 1,1 0.6,1",
        "polygon 0.6,0.4 1.3,0.4 1.3,1 1.6,1 1.6,1.4 0.6,1.4"
      ),
      (
        "polygon 0,0 0.6,0 0.6,0.1 0.1,0.1 0.1,0.5 0,0.5\npolygon 0.6,0.1 0.6,0.5 0.1,0.5 0.1,0.4 0.5,0.4 0.5,0.1",
        "polygon 0,0 0.6,0 0.6,0.5 0,0.5 0,0 0.1,0.1 0.1,0.4 0.5,0.4 0.5,0.1 0.1,0.1"
      ),
      // Either way round; an outline that crosses itself.
      ("polygon 0,0 0.3,0 0,0.3", "polygon 0,0.3 0.3,0 0,0"),
      (
        "polygon 0,0 0.3,0.1 0.3,-0.1\npolygon 0,0 -0.3,0.1 -0.3,-0.1",
        "polygon -0.3,-0.1 0.3,0.1 0.3,-0.1 -0.3,0.1"
      ),
      // Stripes that wind round the torus: overlapping, touching, longer than the cell.
      ("polygon 0,0 1,0 1,0.3 0,0.3", "polygon 0.2,0 1.2,0 1.2,0.3 0.2,0.3"),
      ("polygon 0,0 1,0 1,0.3 0,0.3", "polygon -0.7,0 1.9,0 1.9,0.3 -0.7,0.3"),
      (
        "polygon 0,0 1,0 1,0.3 0,0.3",
        "polygon 0,0 0.6,0 0.6,0.3 0,0.3\npolygon 0.5,0 1.1,0 1.1,0.3 0.5,0.3"
      ),
      // Discs hidden in it.
      (
        "polygon 0,0 1,0 1,0.3 0,0.3",
        "polygon 0,0 1,0 1,0.3 0,0.3\ndisc 0.5,0.15 r=0.1\nellipse 0,0.15 r=0.3,0.1"
      ),
    ])
  func oneRegionHasOneSeries(first: String, second: String) throws {
    let (a, b) = (try Self.series(Self.list(first)), try Self.series(Self.list(second)))
    for (x, y) in zip(a.values, b.values) { #expect(abs(x - y) < 1e-13) }
  }

  /// Unions of all kinds, completed by the group, against fine pixels; the coefficients have the symmetry.
  @Test(
    arguments: [
      "ellipse 0.3,0 r=0.25,0.1 turn=20",
      "ellipse 0.3,0 r=0.25,0.1 turn=20\ndisc 0,0 r=0.2\nring 1/3,1/3 r=0.1,0.22",
      "rectangle xy 0.3,0.05 size=0.3,0.2 turn=13\nellipse xy 0.2,0.2 r=0.2,0.07 turn=-40",
      "polygon xy 0.05,0 0.6,0.05 0.25,0.3 0.35,0.1\nngon 1/3,1/3 n=3 r=0.2 turn=10",
      "ellipse 0.5,0 r=0.6,0.05 turn=0\ndisc 0.5,0 r=0.1",
      "ellipse 0.4,0.1 r=0.33,0.3 turn=20\nellipse 0.4,0.1 r=0.3,0.33 turn=27",
    ])
  func unionsAgreeWithFinePixels(text: String) throws {
    for symmetry in CrystalSymmetry.rotationsOnly {
      let shapes = try Self.list(text, symmetry)
      let union = try ShapeUnion(shapes: shapes, inside: 1, outside: 0)
      #expect(union.hasSymmetry(symmetry))
      let series = try Self.series(shapes, reach: 9)
      let orbits = try PixelOrbits(pixels: 1200, symmetry: symmetry)
      var cell = try union.cell(orbits, vMax: 1)
      cell.shapes = nil
      let pixels = try FourierPotential(cell: cell, reach: 9)
      // A rim of length L cuts N L pixels, each wrong by a share in -1/2...1/2, of both signs.
      for (a, b) in zip(series.values, pixels.values) { #expect(abs(a - b) < 1.5e-4) }
      Self.forAll(series) { n1, n2, _, _, value in
        let image = ReciprocalVector(n1, n2).rotated(sixths: 6 / symmetry.order)
        guard abs(image.n1) <= 9, abs(image.n2) <= 9 else { return }
        #expect(abs(value - Self.value(series, image.n1, image.n2)) < 1e-13)
      }
    }
  }

  /// The levels of a polygon of many sides are those of its disc, to the change of its area.
  @Test func levelsOfAPolygonTendToThoseOfItsDisc() throws {
    let solver = try BandSolver(symmetry: .c6, kset: .special, bands: 6, tolerance: 1e-4)
    let orbits = try PixelOrbits(pixels: 50, symmetry: .c6)
    let levels = try ["disc 1/3,1/3 r=0.2", "ngon 1/3,1/3 n=300 r=0.2"].map { text in
      let union = try ShapeUnion(shapes: Self.list(text, .c6), inside: 0, outside: 1)
      return try solver.solve(union.cell(orbits, vMax: 256)).specialPoints.map(\.energies)
    }
    for (disc, polygon) in zip(levels[0], levels[1]) {
      for (a, b) in zip(disc, polygon) {
        #expect(abs(a - b) < 2e-4)
        #expect(b > a - 1e-5)
      }
    }
  }

  /// Antialiased pixels add up to the area.
  @Test func pixelsAddUpToTheArea() throws {
    let union = try ShapeUnion(
      shapes: Self.list("ellipse 0.3,0 r=0.25,0.1 turn=20\nngon 1/3,1/3 n=3 r=0.2 turn=11", .c6),
      inside: 1, outside: 0)
    let cell = try union.cell(
      PixelOrbits(pixels: 60, symmetry: .c6), vMax: 1, subdivision: 8)
    #expect(abs(cell.fillFraction - Self.value(try Self.series(union.shapes), 0, 0)) < 5e-4)
  }

  /// What cannot be is refused.
  @Test(
    arguments: [
      "disc 0,0", "disc 0,0 r=0.1,0.2", "disc 0,0 r=x", "disk 0,0 r=0.1", "disc 0 0 r=0.1",
      "ring 0,0 r=0.2,0.1", "polygon 0,0 1,1", "ngon 0,0 n=2 r=0.1", "ngon 0,0 n=3.5 r=0.1",
      "disc 0,0 r=-0.1", "disc 0,0 r=0.1 r=0.1", "disc 1e9,0 r=0.1", "pi = 3", "a b = 3",
      "a = 1\na = 2", "disc 0,0 r=sqrt(-1)", "ellipse 0,0 r=0.1,0.2 turn=1e99",
      "rectangle 0,0 size=-1,1", "disc 0,0 r=0.1 s=1", "disc x1,0 r=0.1",
    ])
  func wrongLinesAreRefused(text: String) {
    #expect(throws: GeometryError.self) { try Self.list(text) }
  }

  @Test func whatCoversEverythingIsConstant() throws {
    for text in ["disc 0,0 r=0.6", "polygon 0,0 1,0 1,1 0,1", "disc 0,0 r=0"] {
      let union = try ShapeUnion(shapes: Self.list(text, .c2), inside: 0, outside: 1)
      #expect(throws: GeometryError.self) {
        try union.cell(PixelOrbits(pixels: 10, symmetry: .c2), vMax: 1)
      }
    }
  }
}

import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Shapes on other lattices than the hexagonal one, completed by the operations of all groups.
@Suite struct ShapesOnLatticesTests {
  static let lattices: [Lattice] = [
    .square, .rectangular(ratio: 1.7), .rectangular(ratio: 0.4), .hexagonal,
    Lattice(ratio: 1.2, degrees: 75)!, Lattice(ratio: 0.7, degrees: 128)!,
    Lattice(ratio: 1, degrees: 40)!, Lattice(ratio: 1, degrees: 104)!,
  ]

  private static func list(_ text: String, _ lattice: Lattice) throws -> [Shape] {
    var list = ShapeList()
    try list.append(file: Array(text.utf8))
    return try list.shapes(list.parameters([]), lattice: lattice)
  }

  private static func series(
    _ shapes: [Shape], _ lattice: Lattice, reach: Int = 8
  ) throws -> ShapeSeries {
    try ShapeSeries(
      ShapeUnion(shapes: shapes, lattice: lattice, inside: 1, outside: 0), reach: reach,
      isReal: false)
  }

  private static func value(_ series: ShapeSeries, _ n1: Int, _ n2: Int) -> SIMD2<Double> {
    let at = (n1 + series.reach) * (2 * series.reach + 1) + n2 + series.reach
    return SIMD2(series.values[at], series.imaginary[at])
  }

  private static func besinc(_ x: Double) -> Double { x == 0 ? 1 : 2 * j1(x) / x }
  private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x) / x }

  /// A disc and an ellipse have Bessel functions, a rectangle has a product of sines, all with the phase of their centre.
  @Test(arguments: lattices)
  func closedForms(lattice: Lattice) throws {
    let (c, s) = (cos(25 * Double.pi / 180), sin(25 * Double.pi / 180))
    let forms: [(text: String, form: (Double, Double, Double, Double) -> Double)] = [
      (
        "disc 0.3,0.1 r=0.15",
        { x, y, _, _ in Double.pi * 0.0225 * Self.besinc(0.15 * hypot(x, y)) }
      ),
      (
        "ellipse 0.3,0.1 r=0.17,0.06 turn=25",
        { _, _, u, v in Double.pi * 0.0102 * Self.besinc(hypot(0.17 * u, 0.06 * v)) }
      ),
      (
        "rectangle 0.3,0.1 size=0.3,0.1 turn=25",
        { _, _, u, v in 0.03 * Self.sinc(0.15 * u) * Self.sinc(0.05 * v) }
      ),
      (
        "ring 0.3,0.1 r=0.05,0.12",
        { x, y, _, _ in
          let g = hypot(x, y)
          return Double.pi * (0.0144 * Self.besinc(0.12 * g) - 0.0025 * Self.besinc(0.05 * g))
        }
      ),
    ]
    for (text, form) in forms {
      let series = try Self.series(Self.list(text, lattice), lattice)
      for n1 in -8...8 {
        for n2 in -8...8 {
          let (x, y) = lattice.waveVector(x1: Double(n1), x2: Double(n2))
          let size = form(x, y, c * x + s * y, c * y - s * x) / lattice.area
          let phase = 2 * Double.pi * (0.3 * Double(n1) + 0.1 * Double(n2))
          let exact = SIMD2(size * cos(phase), -size * sin(phase))
          let error = Self.value(series, n1, n2) - exact
          #expect(max(abs(error.x), abs(error.y)) < 1e-13 / lattice.area, "\(text) \(n1) \(n2)")
        }
      }
    }
  }

  /// Discs that overlap their own images lose a lens for each pair of neighbours.
  @Test func areasOfOverlappingDiscs() throws {
    func lens(_ r: Double, _ d: Double) -> Double {
      d < 2 * r ? 2 * r * r * acos(d / (2 * r)) - d / 2 * (4 * r * r - d * d).squareRoot() : 0
    }
    for (lattice, r, distances) in [
      (Lattice.square, 0.55, [1.0, 1.0]), (.rectangular(ratio: 1.3), 0.62, [1, 1.3]),
      (.rectangular(ratio: 0.4), 0.21, [0.4, 1]), (.hexagonal, 0.52, [1, 1, 1]),
      // |a1 - a2| is 2 sin(20 degrees); three lenses overlap nowhere.
      (Lattice(ratio: 1, degrees: 40)!, 0.4, [2 * sin(Double.pi / 9)]),
    ] {
      let covered = Self.value(
        try Self.series([.disc(x1: 0.2, x2: 0.7, radius: r)], lattice, reach: 1), 0, 0
      ).x
      let area = Double.pi * r * r - distances.reduce(0) { $0 + lens(r, $1) }
      #expect(abs(covered - area / lattice.area) < 1e-13)
    }
  }

  /// The plane is covered from the covering radius on.
  @Test(arguments: lattices)
  func coveringDiscs(lattice: Lattice) throws {
    // Farthest of fine points from the nearest lattice vector.
    var radius = 0.0
    for i in 0..<120 {
      for j in 0..<120 {
        var nearest = Double.infinity
        for m in -3...3 {
          for n in -3...3 {
            let (x, y) = lattice.cartesian(
              x1: Double(i) / 120 - Double(m), x2: Double(j) / 120 - Double(n))
            nearest = min(nearest, hypot(x, y))
          }
        }
        radius = max(radius, nearest)
      }
    }
    let symmetry = try #require(CrystalSymmetry(group: .p2, lattice: lattice))
    let orbits = try PixelOrbits(pixels: 10, symmetry: symmetry)
    func cell(_ r: Double) throws -> UnitCell {
      try ShapeUnion(
        shapes: [.disc(x1: 0, x2: 0, radius: r)], lattice: lattice, inside: 1, outside: 0
      ).cell(orbits, vMax: 1)
    }
    #expect(try cell(radius - 0.02).symmetry == symmetry)
    #expect(throws: GeometryError.self) { try cell(radius + 0.02) }
  }

  /// Shapes of all kinds, anywhere: completed they have the group, and their coefficients its phases, to rounding;
  /// fine pixels have the same coefficients.
  @Test(arguments: WallpaperGroup.all)
  func allGroups(group: WallpaperGroup) throws {
    let symmetry = try #require(CrystalSymmetry(group: group, lattice: group.system.example))
    let lattice = symmetry.lattice
    let text = """
      ellipse 0.13,0.31 r=0.11,0.05 turn=20
      disc 0.4,0.02 r=0.08
      ring 0.21,0.12 r=0.03,0.055
      polygon xy 0.05,0.01 0.2,0.03 0.1,0.09
      rectangle 0.7,0.45 size=0.2,0.03 turn=70
      """
    let union = try ShapeUnion(
      shapes: ShapeUnion.completed(Self.list(text, lattice), symmetry: symmetry),
      lattice: lattice, inside: 1, outside: 0)
    #expect(union.hasSymmetry(symmetry))
    let series = try ShapeSeries(union, reach: 8, isReal: false)
    for n1 in -4...4 {
      for n2 in -4...4 {
        let star = ReciprocalStar(of: ReciprocalVector(n1, n2), group: group)
        let home = Self.value(series, n1, n2)
        for image in star.images where abs(image.vector.n1) <= 8 && abs(image.vector.n2) <= 8 {
          let there = Self.value(series, image.vector.n1, image.vector.n2)
          let error = there - image.sign * home
          #expect(max(abs(error.x), abs(error.y)) < 1e-13)
        }
        if star.isAbsent { #expect(max(abs(home.x), abs(home.y)) < 1e-13) }
        if symmetry.isReal { #expect(abs(home.y) < 1e-13) }
      }
    }
    var cell = try union.cell(PixelOrbits(pixels: 900, symmetry: symmetry), vMax: 1)
    let exact = try FourierPotential(cell: cell, reach: 6)
    cell.shapes = nil
    let pixels = try FourierPotential(cell: cell, reach: 6)
    // A rim of length L cuts 900 L pixels, each wrong by a share in -1/2...1/2, of both signs.
    for (a, b) in zip(exact.values, pixels.values) { #expect(abs(a - b) < 4e-4) }
    #expect(exact.imaginary.count == pixels.imaginary.count)
    for (a, b) in zip(exact.imaginary, pixels.imaginary) { #expect(abs(a - b) < 4e-4) }
  }

  /// A shape that a mirror takes to itself is there once; elsewhere there is one for each operation.
  @Test func noShapeTwice() throws {
    let square = try #require(CrystalSymmetry(group: .p4m, lattice: .square))
    for (text, count) in [
      ("disc 0,0 r=0.1", 1), ("disc 0.5,0 r=0.1", 2), ("disc 0.3,0 r=0.1", 4),
      ("disc 0.3,0.1 r=0.1", 8), ("ellipse 0.3,0 r=0.1,0.05", 4),
      ("ellipse 0.3,0 r=0.1,0.05 turn=30", 8), ("ellipse 0,0 r=0.1,0.05 turn=90", 2),
      ("ngon 0,0 n=4 r=0.2", 1), ("ngon 0,0 n=4 r=0.2 turn=10", 2), ("ngon 0.5,0.5 n=3 r=0.1", 4),
    ] {
      let shapes = try ShapeUnion.completed(Self.list(text, .square), symmetry: square)
      #expect(shapes.count == count, "\(text)")
    }
  }

  /// Antialiased pixels add up to the area.
  @Test(arguments: ["p4g", "cmm", "pgg", "p1"])
  func pixelsAddUpToTheArea(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let symmetry = try #require(CrystalSymmetry(group: group, lattice: group.system.example))
    let shapes = try Self.list("ellipse 0.3,0.1 r=0.15,0.1 turn=20", symmetry.lattice)
    let union = try ShapeUnion(
      shapes: ShapeUnion.completed(shapes, symmetry: symmetry), lattice: symmetry.lattice,
      inside: 1, outside: 0)
    let cell = try union.cell(
      PixelOrbits(pixels: 60, symmetry: symmetry), vMax: 1, subdivision: 8)
    let area = Self.value(try ShapeSeries(union, reach: 1, isReal: false), 0, 0).x
    #expect(abs(cell.fillFraction - area) < 5e-4)
  }
}

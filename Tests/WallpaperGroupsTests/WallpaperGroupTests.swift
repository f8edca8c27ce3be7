import Glibc
import Testing
import WallpaperGroups

/// Operations, special points and irreps, against the values of an independent program and the theorems of group theory.
@Suite struct WallpaperGroupTests {
  @Test func operationsAreThoseOfTheValues() throws {
    #expect(WallpaperGroup.names == GroupValues.all.map(\.name))
    for values in GroupValues.all {
      let group = try #require(WallpaperGroup.named(values.name))
      #expect(group.number == values.number)
      #expect(group.system.rawValue == values.system)
      #expect(group.operations == values.operations.map(GroupValues.operation), "\(group)")
      #expect(group.hasTwofoldRotation == values.hasTwofoldRotation)
    }
    #expect(WallpaperGroup.named("p5") == nil)
    #expect(WallpaperGroup.named("p6m") === WallpaperGroup.p6m)
  }

  @Test func pointsAndIrrepsAreThoseOfTheValues() {
    for values in GroupValues.all {
      let points = WallpaperGroup.named(values.name)!.points(timeReversal: false)
      #expect(points.map(\.label) == values.points.map(\.label))
      for (point, value) in zip(points, values.points) {
        let name = "\(values.name) \(point.label)"
        #expect([point.p1, point.p2] == GroupValues.fractions(value.k, over: point.q), "\(name)")
        #expect(
          point.star.map { [$0.p1, $0.p2] }
            == value.star.map { GroupValues.fractions($0, over: point.q) }, "\(name)")
        #expect(point.littleGroup == GroupValues.vector(value.littleGroup))
        #expect(point.irreps.map(\.symbol) == value.irreps.map(\.symbol), "\(name)")
        for (irrep, expected) in zip(point.irreps, value.irreps) {
          #expect(irrep.dimension == expected.dimension)
          #expect(irrep.rotationNumbers == expected.rotationNumbers, "\(name) \(irrep.symbol)")
          #expect(
            isClose(irrep.characters, expected.complexCharacters), "\(name) \(irrep.symbol)")
        }
      }
    }
  }

  @Test func fingerprintsAreThoseOfTheValues() {
    for values in GroupValues.all {
      for reversal in [false, true] {
        let points = WallpaperGroup.named(values.name)!.points(timeReversal: reversal)
        let entries = points.flatMap { point in point.corepresentations.map { (point.label, $0) } }
        let expected = values.tables(reversal).entries
        #expect(entries.map(\.0) == expected.map(\.point), "\(values.name)")
        #expect(entries.map(\.1.symbol) == expected.map(\.symbol), "\(values.name)")
        #expect(entries.map(\.1.bands) == expected.map(\.bands))
        if reversal {
          let kinds = entries.map { $0.1.kind == .otherStar ? "other star" : $0.1.kind.rawValue }
          #expect(kinds == expected.map(\.kind))
        }
      }
    }
  }

  /// D(g1) D(g2) = exp(-2 pi i k.T) D(g3), characters orthogonal, and as many irreps as fit.
  @Test func irrepsAreRepresentations() {
    for group in WallpaperGroup.all {
      for point in group.points(timeReversal: false) {
        let little = point.group
        #expect(
          point.irreps.reduce(0) { $0 + $1.dimension * $1.dimension } == little.operations.count)
        for irrep in point.irreps {
          for (i, first) in little.operations.enumerated() {
            for (j, second) in little.operations.enumerated() {
              let (index, phase) = little.locate(first * second)!
              #expect(
                irrep.matrices[i] * irrep.matrices[j] == irrep.matrices[index].turned(by: phase),
                "\(group) \(point.label) \(irrep.symbol): \(first) times \(second)")
            }
          }
          for other in point.irreps {
            var sum = Cyclotomic.zero
            for (a, b) in zip(irrep.characters, other.characters) { sum += a.conjugate * b }
            #expect(
              sum.integer == (irrep.symbol == other.symbol ? little.operations.count : 0),
              "\(group) \(point.label) \(irrep.symbol) \(other.symbol)")
          }
        }
      }
    }
  }

  /// Every wave vector of a fine grid that a rotation keeps, or that is its own negative and kept by something, is in
  /// the star of exactly one special point; and the operation that the star names carries the point there.
  @Test(arguments: [false, true]) func specialPointsAreComplete(reversal: Bool) {
    for group in WallpaperGroup.all {
      let points = group.points(timeReversal: reversal)
      for point in points {
        for member in point.star {
          let sign = member.isTimeReversed ? -1 : 1
          #expect(
            group.operations[member.operation]
              .carries(sign * point.p1, sign * point.p2, point.q, to: (member.p1, member.p2)))
        }
      }
      let n = 12
      for p1 in 0..<n {
        for p2 in 0..<n {
          let keeping = group.operations.filter { $0.carries(p1, p2, n, to: (p1, p2)) }
          let isInvariant = 2 * p1 % n == 0 && 2 * p2 % n == 0
          let isSpecial =
            keeping.contains { $0.rotationOrder > 1 } || isInvariant && keeping.count > 1
            || p1 == 0 && p2 == 0
          let found = points.count { point in
            point.star.contains { $0.p1 * n == p1 * $0.q && $0.p2 * n == p2 * $0.q }
          }
          #expect(found == (isSpecial ? 1 : 0), "\(group) (\(p1), \(p2))/\(n)")
        }
      }
    }
  }

  /// No doubled irreps, and pairs along whole boundary lines only where a glide is.
  @Test func noSpinlessGroupHasPseudorealIrreps() {
    for group in WallpaperGroup.all {
      for point in group.points {
        for entry in point.corepresentations {
          #expect(entry.kind != .pseudoreal)
          #expect(entry.bands == entry.irreps.reduce(0) { $0 + point.irreps[$1].dimension })
        }
      }
    }
  }

  @Test func operationsAreAGroup() {
    for group in WallpaperGroup.all {
      for operation in group.operations {
        #expect(operation * operation.inverse == .identity)
        #expect(abs(operation.determinant) == 1)
        // The image of a reciprocal vector keeps its product with the image of a lattice vector.
        let (m1, m2) = operation.image(m1: 3, m2: -5)
        #expect(
          m1 * (operation.w11 * 2 + operation.w12 * 7) + m2
            * (operation.w21 * 2 + operation.w22 * 7)
            == 3 * 2 - 5 * 7)
        let (x1, x2) = operation.image(x1: 3, x2: -5)
        #expect((x1, x2) == (Double(m1), Double(m2)))
      }
    }
    #expect(Operation(-1, 0, 0, 1, t2: 1).description == "-x,y+1/2")
    #expect(Operation(0, -1, 1, 1).description == "-y,x+y")
  }

  @Test func latticesSupportTheirGroups() {
    let oblique = Lattice(a1: (1, 0), a2: (0.3, 1.2))
    #expect(oblique.systems == [.oblique])
    #expect(Lattice.square.systems == [.oblique, .rectangular, .rhombic, .square])
    #expect(Lattice.hexagonal.systems == [.oblique, .rhombic, .hexagonal])
    #expect(Lattice.rectangular(ratio: 1.3).systems == [.oblique, .rectangular])
    for group in WallpaperGroup.all {
      for system in LatticeSystem.allCases {
        #expect(
          system.example.supports(group) == system.example.systems.contains(group.system),
          "\(group) \(system)")
      }
    }
    for lattice in LatticeSystem.allCases.map(\.example) {
      // a_i . b_j = 2 pi delta_ij
      let (a1, a2) = (lattice.cartesian(x1: 1, x2: 0), lattice.cartesian(x1: 0, x2: 1))
      let (b1, b2) = (lattice.waveVector(x1: 1, x2: 0), lattice.waveVector(x1: 0, x2: 1))
      for (a, b, product) in [(a1, b1, 1.0), (a1, b2, 0), (a2, b1, 0), (a2, b2, 1)] {
        #expect(abs(a.x * b.x + a.y * b.y - 2 * .pi * product) < 1e-14)
      }
      #expect(abs(lattice.area - (a1.x * a2.y - a1.y * a2.x)) < 1e-14)
    }
  }

  @Test func cyclotomicNumbersAreComplexNumbers() {
    for a in 0..<12 {
      let z = Cyclotomic(phase: a)
      let angle = 2 * Double.pi * Double(a) / 12
      #expect(abs(z.real - cos(angle)) < 1e-15 && abs(z.imaginary - sin(angle)) < 1e-15)
      #expect(z.conjugate == Cyclotomic(phase: -a))
      for b in 0..<12 {
        #expect(z * Cyclotomic(phase: b) == Cyclotomic(phase: a + b))
        #expect(z.turned(by: b) == Cyclotomic(phase: a + b))
      }
    }
  }
}

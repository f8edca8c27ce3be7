import Testing
import WallpaperGroups

/// Corner charges and dipoles from rotation eigenvalues in closed form, for every band representation with time reversal:
/// with [X_j] = #X_j - #Gamma_j, j the eigenvalue of the same rotation, the charge in one of n sectors about 1a less its
/// share of as many positive charges at 1a is a fixed sum of them, modulo 1 (compare W. A. Benalcazar, T. Li,
/// T. L. Hughes, Phys. Rev. B 99, 245151 (2019), who presume a vanishing dipole).
@Suite struct CornerChargeTests {
  /// States of a band representation.
  struct States {
    let tables: SymmetryTables
    let vector: [Int]

    /// How many have the eigenvalue exp(2 pi i m/d) of the rotation by 360/d degrees at a point.
    func count(_ label: String, _ d: Int, _ m: Int) -> Int {
      let index = tables.points.firstIndex { $0.label == label }!
      let point = tables.points[index]
      // The one that turns counter-clockwise.
      let rotation = point.group.operations.firstIndex {
        $0.rotationOrder == d && ($0.w21 > 0 || d == 2)
      }!
      return tables.entries(at: index).reduce(0) { sum, entry in
        sum + vector[entry]
          * tables.entries[entry].irreps.reduce(0) {
            $0 + point.irreps[$1].matrices[rotation].phases.count { ($0 - 12 / d * m) % 12 == 0 }
          }
      }
    }

    /// [X_m] for all members of the star together.
    func excess(_ label: String, _ d: Int, _ m: Int) -> Int {
      let star = tables.points.first { $0.label == label }!.star.count
      return star * (count(label, d, m) - count("Gamma", d, m))
    }

    /// The same for one member.
    func single(_ label: String, _ d: Int, _ m: Int) -> Int {
      count(label, d, m) - count("Gamma", d, m)
    }
  }

  /// Twelve times the charge.
  static let charges: [(groups: [String], charge: @Sendable (States) -> Int)] = [
    (["p2", "pmm"], { 3 * ($0.excess("X", 2, 0) + $0.excess("Y", 2, 0) + $0.excess("S", 2, 0)) }),
    (["cmm"], { 3 * ($0.excess("Y", 2, 0) + $0.excess("S", 2, 0)) }),
    (["p3", "p3m1", "p31m"], { 4 * $0.single("K", 3, 0) }),
    (
      ["p4", "p4m"],
      { 9 * $0.single("X", 2, 0) + 6 * $0.single("M", 4, 0) + 9 * $0.single("M", 4, 1) }
    ),
    (["p6", "p6m"], { 3 * $0.single("M", 2, 0) + 2 * $0.single("K", 3, 0) }),
  ]

  @Test func chargesFollowFromEigenvalues() throws {
    for (groups, charge) in Self.charges {
      for name in groups {
        let tables = try #require(WallpaperGroup.named(name)).tables(timeReversal: true)
        let form = try #require(tables.cornerCharges.first { $0.position == 0 })
        for representation in tables.bandRepresentations {
          let states = States(tables: tables, vector: representation.vector)
          let (numerator, denominator) = form.form(representation.vector)
          let sector = 12 / denominator * numerator - 12 / form.order * representation.bands
          #expect((sector - charge(states)) % 12 == 0, "\(name) \(representation.name)")
        }
      }
    }
  }

  @Test func dipolesFollowFromEigenvalues() throws {
    for name in ["p2", "pmm", "p4", "p4m", "p3", "p3m1", "p31m", "p6", "p6m"] {
      let tables = try #require(WallpaperGroup.named(name)).tables(timeReversal: true)
      let dipole = try #require(tables.dipole)
      for representation in tables.bandRepresentations {
        let states = States(tables: tables, vector: representation.vector)
        // In sixths of a1 and a2.
        let expected: (Int, Int) =
          switch tables.group.rotationOrder {
          case 2: (3 * states.single("X", 2, 0), 3 * states.single("Y", 2, 0))
          case 4: (3 * states.single("X", 2, 0), 3 * states.single("X", 2, 0))
          case 3:
            (
              4 * states.single("K", 3, 0) + 2 * states.single("K", 3, 1),
              4 * states.single("K", 3, 0) + 2 * states.single("K", 3, 1)
            )
          default: (0, 0)
          }
        for (form, value) in [(dipole.0, expected.0), (dipole.1, expected.1)] {
          let (numerator, denominator) = form(representation.vector)
          #expect(6 % denominator == 0)
          #expect(
            (6 / denominator * numerator - value) % 6 == 0, "\(name) \(representation.name)")
        }
      }
    }
  }
}

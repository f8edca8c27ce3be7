import WallpaperGroups

/// A family of symmetric tight-binding Hamiltonians with time reversal, linear in its coefficients: the group, which is
/// p2, p4 or p6, the orbitals, all of them on Wyckoff position 1a, and how far they hop. Crystals with mirrors or glides
/// have the family of their rotations.
///
/// Orbitals are irreps of the site group C_n, named by their quasi-angular momentum m: s, p, d and f have |m| = 0, 1, 2
/// and 3. Those with 0 < |m| < n/2 are pairs, which time reversal joins; |m| is at most n/2.
///
/// Source: arXiv:1912.03296, appendix H, for p6.
public struct HamiltonianFamily: Sendable, Hashable {
  /// p2, p4 or p6 on its lattice.
  public let symmetry: CrystalSymmetry
  public let s: Int
  public let p: Int
  public let d: Int
  public let f: Int
  /// Orbitals hop along lattice vectors of this many lengths, the shortest ones.
  public let shells: Int
  /// A vector of each star of hoppings, the short ones first: the one furthest along a1, then nearest to it.
  let stars: [Step]

  /// n1 a1 + n2 a2.
  struct Step: Sendable, Hashable {
    var n1: Int
    var n2: Int
  }

  /// The largest number of functions and of coefficients.
  static let limits = (functions: 32, coefficients: 4096)

  /// - Returns: nil for other groups, orbitals that the site group does not have, none or too many of them.
  public init?(
    _ symmetry: CrystalSymmetry, s: Int = 0, p: Int = 0, d: Int = 0, f: Int = 0, shells: Int = 1
  ) {
    let order = symmetry.group.rotationOrder
    guard symmetry.isReal, symmetry.order == order, (1...8).contains(shells) else { return nil }
    for (m, count) in [s, p, d, f].enumerated() {
      guard (0...Self.limits.functions).contains(count), 2 * m <= order || count == 0 else {
        return nil
      }
    }
    self.symmetry = symmetry
    (self.s, self.p, self.d, self.f) = (s, p, d, f)
    self.shells = shells
    stars = Self.stars(symmetry, shells: shells)
    guard (1...Self.limits.functions).contains(dimension),
      coefficientCount <= Self.limits.coefficients
    else { return nil }
  }

  /// Of p6, with hoppings to the six neighbours.
  /// - Precondition: 1 to 32 functions.
  public init(s: Int, p: Int, d: Int, f: Int) {
    self.init(.c6, s: s, p: p, d: d, f: f)!
  }

  /// The paper's choice: 21 basis functions, 245 coefficients.
  public static let standard = HamiltonianFamily(s: 4, p: 4, d: 3, f: 3)

  /// What networks for a group have by default: every irrep of the seven lowest bands of weak potentials, and one more.
  public static func standard(_ symmetry: CrystalSymmetry) -> HamiltonianFamily? {
    switch symmetry.group.rotationOrder {
    case 6: symmetry == .c6 ? standard : nil
    case 4: HamiltonianFamily(symmetry, s: 4, p: 4, d: 4, shells: 2)
    default: nil
    }
  }

  /// Functions of an orbital with quasi-angular momentum +-m.
  func size(_ m: Int) -> Int { m == 0 || 2 * m == symmetry.order ? 1 : 2 }

  /// Basis functions: n.
  public var dimension: Int { s + p * size(1) + d * size(2) + f * size(3) }
  /// On-site energies: one an orbital.
  public var onSiteCount: Int { s + p + d + f }
  /// Hopping amplitudes along one vector, which all of its star follow from: n (n + 1)/2.
  public var hoppingCount: Int { dimension * (dimension + 1) / 2 }
  /// All that the model is made of, on-site energies first, then star by star.
  public var coefficientCount: Int { onSiteCount + stars.count * hoppingCount }

  /// |m| and number of the orbitals in the basis' order: those even under C2 come first.
  public var kinds: [(m: Int, count: Int)] { [(0, s), (2, d), (1, p), (3, f)] }

  /// The real basis functions in order.
  var basis: [BasisFunction] {
    var list: [BasisFunction] = []
    var orbital = 0
    for (m, count) in kinds {
      for _ in 0..<count {
        for component in 0..<size(m) {
          list.append(
            BasisFunction(m: m, size: size(m), orbital: orbital, component: component))
        }
        orbital += 1
      }
    }
    return list
  }

  /// Of each star of the shortest vectors the one of largest n1, then least |n2|, then positive n2.
  private static func stars(_ symmetry: CrystalSymmetry, shells: Int) -> [Step] {
    let lattice = symmetry.lattice
    // Multiples of the shorter vector have as many lengths.
    let length = Double(shells) * min(1, lattice.ratio) * (1 + 1e-9)
    let reach = (Int(length / lattice.sine), Int(length / (lattice.ratio * lattice.sine)))
    var found: [(square: Int, step: Step)] = []
    for n1 in 0...reach.0 {
      for n2 in -reach.1...reach.1 where n1 != 0 || n2 != 0 {
        let images = symmetry.group.operations.map {
          Step(n1: $0.w11 * n1 + $0.w12 * n2, n2: $0.w21 * n1 + $0.w22 * n2)
        }
        let first = images.max { ($0.n1, -abs($0.n2), $0.n2) < ($1.n1, -abs($1.n2), $1.n2) }
        guard first == Step(n1: n1, n2: n2) else { continue }
        let (x, y) = lattice.cartesian(x1: Double(n1), x2: Double(n2))
        // Rounded, so that equal lengths are.
        found.append((Int((1e9 * (x * x + y * y)).rounded()), Step(n1: n1, n2: n2)))
      }
    }
    found.sort { ($0.square, -$0.step.n1, -$0.step.n2) < ($1.square, -$1.step.n1, -$1.step.n2) }
    let lengths = Set(found.map(\.square)).sorted().prefix(shells)
    return found.filter { $0.square <= lengths.last! }.map(\.step)
  }
}

/// A real function of the basis: an s or f orbital, or the x- or y-like member of a pair.
struct BasisFunction: Sendable {
  /// |m|
  let m: Int
  /// Functions of its orbital.
  let size: Int
  let orbital: Int
  let component: Int

  var isOdd: Bool { m & 1 == 1 }
}

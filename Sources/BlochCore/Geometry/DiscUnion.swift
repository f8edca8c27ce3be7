/// A crystal known in closed form: one value in the union of discs, which repeat with the lattice, another outside.
public struct DiscUnion: Sendable, Equatable {
  /// A disc with its centre at x1 a1 + x2 a2; radius in a.
  public struct Disc: Sendable, Equatable {
    public var x1: Double
    public var x2: Double
    public var radius: Double

    public init(x1: Double, x2: Double, radius: Double) {
      self.x1 = x1
      self.x2 = x2
      self.radius = radius
    }
  }

  /// Most discs of a cell, and their largest radius.
  public static let maximumDiscs = 96
  public static let maximumRadius = 10.0

  public var discs: [Disc]
  /// V/Vmax.
  public var inside: Double
  public var outside: Double

  /// Throws unless there are 1 to 96 discs with finite centres within 1000 cells, radii of 0 to 10 a, and
  /// finite values.
  public init(discs: [Disc], inside: Double, outside: Double) throws {
    guard (1...Self.maximumDiscs).contains(discs.count) else {
      throw GeometryError("\(discs.count) discs in a cell; choose 1 to \(Self.maximumDiscs)")
    }
    for disc in discs {
      guard abs(disc.x1) <= 1000, abs(disc.x2) <= 1000, disc.radius >= 0,
        disc.radius <= Self.maximumRadius
      else {
        throw GeometryError(
          "a disc has its centre at (\(disc.x1), \(disc.x2)) and the radius \(disc.radius); choose finite "
            + "centres and radii of 0 to \(Int(Self.maximumRadius)) a")
      }
    }
    guard inside.isFinite, outside.isFinite else {
      throw GeometryError("the values of discs and background must be finite")
    }
    self.discs = discs
    self.inside = inside
    self.outside = outside
  }

  /// Whether a rotation of the lattice maps the discs onto each other, centres and radii within 1e-9.
  public func hasSymmetry(_ symmetry: PointSymmetry) -> Bool {
    discs.allSatisfy { disc in
      // (x1, x2) goes to (-x2, x1 + x2) by 60 degrees.
      let (x1, x2) = symmetry == .c6 ? (-disc.x2, disc.x1 + disc.x2) : (-disc.x1, -disc.x2)
      return discs.contains { other in
        let (d1, d2) = (other.x1 - x1, other.x2 - x2)
        return abs(d1 - d1.rounded()) < 1e-9 && abs(d2 - d2.rounded()) < 1e-9
          && abs(other.radius - disc.radius) < 1e-9
      }
    }
  }

  /// Lowest value, V/Vmax.
  public var lowest: Double { min(inside, outside) }
}

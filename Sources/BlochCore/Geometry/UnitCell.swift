/// A unit cell: the potential on a grid of points, and how it was made.
public struct UnitCell: Sendable, Equatable {
  public var symmetry: CrystalSymmetry
  /// Height of the potential in E0 = hbar^2/(2 m a^2), the unit of energies; the paper's is 256. With a medium that of
  /// its eigenvalues.
  public var vMax: Double
  /// Number of points along a1 and along a2.
  public var pixels: Int
  /// V/vMax, [pixels x pixels] row-major; element (i, j) sits at r = (i a1 + j a2)/pixels.
  public var potential: [Float]
  /// The smooth field that was cut into the potential, if there is one.
  public var field: FourierField?
  /// What the potential samples, where that is known in closed form; the exact solver takes it.
  public var shapes: ShapeUnion?
  /// How a picture was read, unless it is the potential as it is.
  public var picture: PictureOrigin?
  /// "random", "holes", "image", "shapes", "formula", "mix" or "design".
  public var source: String
  /// What a sweep varies, in order, e.g. ("distance", 0.31).
  public var parameters: [(name: String, value: Double)]
  /// What the pattern means, where it is no potential.
  public var medium: CrystalMedium?

  public init(
    symmetry: CrystalSymmetry, vMax: Double, pixels: Int, potential: [Float],
    field: FourierField? = nil, shapes: ShapeUnion? = nil, picture: PictureOrigin? = nil,
    source: String, parameters: [(name: String, value: Double)] = [],
    medium: CrystalMedium? = nil
  ) {
    self.symmetry = symmetry
    self.vMax = vMax
    self.pixels = pixels
    self.potential = potential
    self.field = field
    self.shapes = shapes
    self.picture = picture
    self.source = source
    self.parameters = parameters
    self.medium = medium
  }

  /// Cell average of V/vMax.
  public var fillFraction: Double {
    potential.reduce(0) { $0 + Double($1) } / Double(max(potential.count, 1))
  }

  /// Whether every pixel is 0 or 1.
  public var isTwoLevel: Bool { potential.allSatisfy { $0 == 0 || $0 == 1 } }

  public static func == (l: UnitCell, r: UnitCell) -> Bool {
    l.symmetry == r.symmetry && l.vMax == r.vMax && l.pixels == r.pixels
      && l.potential == r.potential && l.field == r.field && l.shapes == r.shapes
      && l.picture == r.picture && l.source == r.source && l.medium == r.medium
      && l.parameters.elementsEqual(r.parameters) { $0.name == $1.name && $0.value == $1.value }
  }
}

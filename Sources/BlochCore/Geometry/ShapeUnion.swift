/// A crystal known in closed form: one value in the union of shapes, which repeat with the lattice, another outside.
public struct ShapeUnion: Sendable, Equatable {
  /// Most shapes of a cell, and most sides of their outlines.
  public static let maximumShapes = 1200
  public static let maximumSides = 60_000

  public var shapes: [Shape]
  /// V/Vmax.
  public var inside: Double
  public var outside: Double

  /// Throws unless there are 1 to 1200 shapes within the limits of `Shape` and the values are finite.
  public init(shapes: [Shape], inside: Double, outside: Double) throws {
    guard (1...Self.maximumShapes).contains(shapes.count) else {
      throw GeometryError("\(shapes.count) shapes in a cell; choose 1 to \(Self.maximumShapes)")
    }
    let sides = shapes.reduce(0) { $0 + $1.sides }
    guard sides <= Self.maximumSides else {
      throw GeometryError("\(sides) sides of shapes in a cell; choose at most \(Self.maximumSides)")
    }
    for shape in shapes { try shape.check() }
    guard inside.isFinite, outside.isFinite else {
      throw GeometryError("the values of shapes and background must be finite")
    }
    self.shapes = shapes
    self.inside = inside
    self.outside = outside
  }

  /// Whether a rotation of the lattice maps the shapes onto each other, places and sizes within 1e-9.
  public func hasSymmetry(_ symmetry: CrystalSymmetry) -> Bool {
    shapes.allSatisfy { shape in
      let image = shape.rotated(sixths: 6 / symmetry.order)
      return shapes.contains { $0.isSame(as: image) }
    }
  }

  /// The shapes with their images under the rotations about the origin; none twice.
  public static func completed(_ shapes: [Shape], symmetry: CrystalSymmetry) -> [Shape] {
    var all: [Shape] = []
    for shape in shapes {
      for turn in 0..<symmetry.order {
        let image = shape.rotated(sixths: turn * 6 / symmetry.order)
        if !all.contains(where: { $0.isSame(as: image) }) { all.append(image) }
      }
    }
    return all
  }

  /// Lowest value, V/Vmax.
  public var lowest: Double { min(inside, outside) }
}

import BlochCore

/// Crystals of one lattice and one wave equation in layers along a wall's direction, repeated from the last layer to the
/// first.
public struct Strip: Sendable {
  public let frame: StripFrame
  public let crystals: [UnitCell]
  /// [layers]: which crystal; layer i is where the position along A2 is from i + edge - 1 to i + edge, its cells' origins
  /// at i.
  public let layers: [Int]
  /// Where a layer ends, 0 to 1.
  public let edge: Double
  /// Whether the strip ends below its first layer and above its last, where no wave enters; else the last layer is followed by
  /// the first.
  public let isHard: Bool
  /// Number of the uniform crystal between the last layer of crystals and the first; nil where there is none.
  public let medium: Int?

  public static let layerLimit = 64

  /// - Throws: `SolverError` for crystals that do not fit together.
  public init(
    _ frame: StripFrame, crystals: [UnitCell], layers: [Int], edge: Double = 0.5,
    isHard: Bool = false, medium: Int? = nil
  ) throws {
    guard edge >= 0, edge <= 1 else {
      throw SolverError("layers end at 0 to 1, not \(edge)")
    }
    guard let first = crystals.first else { throw SolverError("no cells to stack") }
    guard crystals.allSatisfy({ $0.symmetry.lattice == frame.lattice }) else {
      throw SolverError("the cells have different lattices")
    }
    guard
      crystals.allSatisfy({
        $0.medium?.equation == first.medium?.equation && ($0.medium == nil) == (first.medium == nil)
      })
    else { throw SolverError("the cells are of different wave equations") }
    // Of sound and elastic waves b and lambda are in units of the first material, and a must not jump at the wall.
    guard
      [.none, .tm].contains(first.medium?.equation)
        || crystals.allSatisfy({
          $0.medium?.materials.map(\.low) == first.medium?.materials.map(\.low)
        })
    else { throw SolverError("the cells differ in the material where the pattern is 0") }
    guard crystals.allSatisfy({ $0.vMax == first.vMax }) else {
      throw SolverError("the cells have different v_max")
    }
    _ = try Self.walls(layers, crystals: crystals.count, isHard: isHard)
    guard layers.allSatisfy(crystals.indices.contains) else {
      throw SolverError("a layer of a cell that is not there")
    }
    self.frame = frame
    self.crystals = crystals
    self.layers = layers
    self.edge = edge
    self.isHard = isHard
    self.medium = medium
  }

  /// - Parameter count: of crystals; the medium is none.
  public func walls(_ count: Int) throws -> [Wall] {
    try Self.walls(
      layers, crystals: medium.map { $0 + 1 } ?? count, edge: edge, isHard: isHard)
  }

  /// A place where one crystal ends and another begins.
  public struct Wall: Sendable, Equatable {
    /// Along A2, in layers: 1/2 is between layers 0 and 1.
    public let position: Double
    /// Crystals below and above; at hard ends the number of crystals.
    public let below: Int
    public let above: Int
  }

  /// - Parameters:
  ///   - layers: which crystal.
  ///   - count: of crystals that walls are between; layers of others are within a wall, which is in their middle.
  ///   - edge: where a layer ends.
  ///   - isHard: whether the strip ends.
  /// - Throws: `SolverError` where there are too many layers, or one.
  public static func walls(
    _ layers: [Int], crystals count: Int, edge: Double = 0.5, isHard: Bool = false
  ) throws -> [Wall] {
    guard (2...layerLimit).contains(layers.count) else {
      throw SolverError("a strip has 2 to \(layerLimit) layers, not \(layers.count)")
    }
    guard let start = layers.firstIndex(where: { $0 < count }) else { return [] }
    var result: [Wall] = []
    if isHard {
      let last = layers.last { $0 < count } ?? 0
      result = [
        Wall(position: edge - 1, below: count, above: layers[start]),
        Wall(position: Double(layers.count) - 1 + edge, below: last, above: count),
      ]
    }
    var below = (layer: start, crystal: layers[start])
    let steps = isHard ? layers.count - 1 - start : layers.count
    for step in stride(from: 1, through: steps, by: 1) {
      let layer = start + step
      let crystal = layers[layer % layers.count]
      if crystal >= count { continue }
      if crystal != below.crystal {
        result.append(
          Wall(
            position: (0.5 * Double(below.layer + layer) + edge - 0.5).truncatingRemainder(
              dividingBy: Double(layers.count)), below: below.crystal, above: crystal))
      }
      below = (layer, crystal)
    }
    return result.sorted { $0.position < $1.position }
  }
}

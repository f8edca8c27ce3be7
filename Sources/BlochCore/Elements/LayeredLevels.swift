import Meshes
import WallpaperGroups

/// The level set of crystals in layers, on the lattice of A1 and N A2, which is N layers high.
///
/// Where contours of different crystals meet at a border of layers, one function goes over into the other within a band about
/// it, with two derivatives, so that they are joined smoothly. A border that no contour reaches is left as it is: there the
/// functions have one sign. Borders of uniform layers of the other sign are straight lines.
package struct LayeredLevels: LevelSet {
  /// A1 and A2 of the crystals' lattice, in a1 and a2.
  package struct Axes: Sendable {
    package var along: (m: Int, n: Int)
    package var across: (m: Int, n: Int)

    package init(along: (m: Int, n: Int), across: (m: Int, n: Int)) {
      self.along = along
      self.across = across
    }
  }

  private let crystals: [any LevelSet]
  private let axes: Axes
  private let layers: [Int]
  private let edge: Double
  /// Of A1 and N A2.
  package let lattice: Lattice
  /// |A1| in |a1|, and its direction.
  private let period: Double
  private let cosine: Double
  private let sine: Double
  /// Layers per unit of length across.
  private let density: Double
  /// [layers]: whether functions go over into each other at the border above.
  private var isJoined: [Bool] = []
  /// [layers]: where the contour is the border above, 1 if the inside is above and -1 if it is below; else 0.
  private var straight: [Double] = []
  /// Whether a contour reaches the border of a uniform layer.
  package private(set) var isCut = false

  /// Whether the contour is both borders of the last layer.
  package var isStraightAtLast: Bool { straight.suffix(2).allSatisfy { $0 != 0 } }

  /// Half of the height of the bands, in layers.
  package static let halfBand = 0.06

  /// - Parameters:
  ///   - crystals: positive inside, all of about one steepness.
  ///   - lattice: of the crystals.
  ///   - layers: which crystal.
  ///   - edge: layer i is where the position along A2 is i + edge - 1 to i + edge.
  package init(
    _ crystals: [any LevelSet], lattice own: Lattice, axes: Axes, layers: [Int], edge: Double
  ) {
    self.crystals = crystals
    self.axes = axes
    self.layers = layers
    self.edge = edge
    let first = own.cartesian(x1: Double(axes.along.m), x2: Double(axes.along.n))
    let count = Double(layers.count)
    let second = own.cartesian(
      x1: count * Double(axes.across.m), x2: count * Double(axes.across.n))
    lattice = Lattice(a1: first, a2: second)
    period = (first.x * first.x + first.y * first.y).squareRoot()
    (cosine, sine) = (first.x / period, first.y / period)
    density = count / (lattice.ratio * lattice.sine)
    for layer in layers.indices {
      let (own, next) = (layers[layer], layers[(layer + 1) % layers.count])
      let signs = [own, next].map { crystal in
        Set(
          (0..<Self.samples).map {
            sample(crystal, Double($0) / Double(Self.samples), Double(layer) + edge).value >= 0
          })
      }
      let isOne = signs[0].count == 1 && signs[0] == signs[1]
      isJoined.append(own != next && !isOne)
      let isUniform = [own, next].contains { crystals[$0] is UniformLevels }
      let isStraight = isJoined[layer] && isUniform && signs.allSatisfy { $0.count == 1 }
      straight.append(isStraight ? (signs[1].contains(true) ? 1 : -1) : 0)
      isCut = isCut || isUniform && signs.contains { $0.count == 2 }
    }
  }

  /// Places along a border that are looked at.
  private static let samples = 500

  package func sample(at place: Place) -> LevelSample {
    let along = place.x1
    let across = place.x2 * Double(layers.count)
    let above = across - edge
    let border = above.rounded()
    let offset = above - border
    // The layers below and above the nearest border.
    let layer = Self.remainder(Int(border), layers.count)
    let below = layers[layer]
    let next = layers[Self.remainder(layer + 1, layers.count)]
    if !isJoined[layer] || abs(offset) >= Self.halfBand {
      return turned(sample(offset < 0 ? below : next, along, across))
    }
    let (a, b) = (
      turned(sample(below, along, across)), turned(sample(next, along, across))
    )
    if straight[layer] != 0 {
      return beside(straight[layer], offset, offset < 0 ? a : b)
    }
    let t = 0.5 + 0.5 * offset / Self.halfBand
    let w = t * t * t * (10 + t * (6 * t - 15))
    let rate = 0.5 / Self.halfBand * density
    let slope = 30 * t * t * (1 - t) * (1 - t) * rate
    let bend = 60 * t * (1 - t) * (1 - 2 * t) * rate * rate
    func mixed(_ x: Double, _ y: Double) -> Double { x + w * (y - x) }
    let rise = b.value - a.value
    return LevelSample(
      value: mixed(a.value, b.value), x: mixed(a.x, b.x),
      y: mixed(a.y, b.y) + slope * rise, xx: mixed(a.xx, b.xx),
      xy: mixed(a.xy, b.xy) + slope * (b.x - a.x),
      yy: mixed(a.yy, b.yy) + 2 * slope * (b.y - a.y) + bend * rise)
  }

  /// Near a border that is the contour: the distance from it, which goes over into a crystal's function of the same sign.
  private func beside(_ sign: Double, _ offset: Double, _ own: LevelSample) -> LevelSample {
    let t = abs(offset) / Self.halfBand
    let w = t * t * t * (10 + t * (6 * t - 15))
    let rate = (offset < 0 ? -density : density) / Self.halfBand
    let slope = 30 * t * t * (1 - t) * (1 - t) * rate
    let bend = 60 * t * (1 - t) * (1 - 2 * t) * rate * rate
    let line = LevelSample(value: sign * offset / density, y: sign)
    func mixed(_ x: Double, _ y: Double) -> Double { x + w * (y - x) }
    let rise = own.value - line.value
    return LevelSample(
      value: mixed(line.value, own.value), x: mixed(0, own.x),
      y: mixed(line.y, own.y) + slope * rise, xx: mixed(0, own.xx),
      xy: mixed(0, own.xy) + slope * own.x,
      yy: mixed(0, own.yy) + 2 * slope * (own.y - line.y) + bend * rise)
  }

  private func sample(_ crystal: Int, _ along: Double, _ across: Double) -> LevelSample {
    crystals[crystal].sample(
      at: Place(
        Double(axes.along.m) * along + Double(axes.across.m) * across,
        Double(axes.along.n) * along + Double(axes.across.n) * across))
  }

  /// Derivatives by coordinates along A1 and across, in |A1|.
  private func turned(_ s: LevelSample) -> LevelSample {
    let (c, d) = (cosine * period, sine * period)
    return LevelSample(
      value: s.value, x: c * s.x + d * s.y, y: c * s.y - d * s.x,
      xx: c * c * s.xx + 2 * c * d * s.xy + d * d * s.yy,
      xy: c * d * (s.yy - s.xx) + (c * c - d * d) * s.xy,
      yy: d * d * s.xx - 2 * c * d * s.xy + c * c * s.yy)
  }

  private static func remainder(_ a: Int, _ n: Int) -> Int { ((a % n) + n) % n }

  /// Where the middle of a layer is along N A2.
  func middle(ofLayer layer: Int) -> Double {
    (Double(layer) + edge - 0.5) / Double(layers.count)
  }

  /// The layer of a place.
  func layer(_ place: Place) -> Int {
    Self.remainder(
      Int((place.x2 * Double(layers.count) - edge).rounded(.down)) + 1, layers.count)
  }
}

/// One material everywhere.
package struct UniformLevels: LevelSet {
  package let isInside: Bool

  package init(isInside: Bool) { self.isInside = isInside }

  package func sample(at place: Place) -> LevelSample { LevelSample(value: isInside ? 1 : -1) }
}

extension CrystalMesh {
  /// The triangles of each layer as meshes of their own, next to each other: with their centroids from 0 to 1 along A1.
  func layers(_ levels: LayeredLevels, count: Int) -> [CrystalMesh] {
    var parts = [[Triangle]](repeating: [], count: count)
    for triangle in triangles {
      let corners = triangle.nodes[0..<3].map { place(of: $0) }
      let (x1, x2) = (
        (corners[0].x1 + corners[1].x1 + corners[2].x1) / 3,
        (corners[0].x2 + corners[1].x2 + corners[2].x2) / 3
      )
      let layer = levels.layer(Place(x1, x2))
      let floor = (
        x1.rounded(.down), (x2 - levels.middle(ofLayer: layer)).rounded()
      )
      var own = triangle
      for i in own.nodes.indices {
        own.nodes[i].n1 -= Int16(floor.0)
        own.nodes[i].n2 -= Int16(floor.1)
      }
      parts[layer].append(own)
    }
    return parts.map {
      CrystalMesh(
        group: group, lattice: lattice, representatives: representatives, triangles: $0)
    }
  }
}

import BlochCore
import Meshes

/// An operation that takes a strip into itself and leaves its walls where they are: (x1, x2) along A1 and A2 becomes
/// (along x1 + slant x2 + shift.along, across x2 + shift.across).
public struct StripOperation: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Its line is square to the wall.
    case mirrorAcross = "mirror across"
    /// Its line is the wall.
    case mirrorAlong = "mirror along"
    /// The same with half a period of the wall.
    case glide = "glide along"
    case rotation = "C2"
  }

  public let kind: Kind
  let along: Int
  let slant: Int
  let across: Int
  private(set) var shift: (along: Double, across: Double)

  public static func == (l: StripOperation, r: StripOperation) -> Bool {
    l.kind == r.kind && l.slant == r.slant && l.shift == r.shift
  }

  /// Of the lattice and the walls: those of each kind, up to a shift along A1 where one is free.
  /// - Parameter isHard: whether the strip ends; operations that exchange its ends leave no end where it is.
  static func candidates(
    _ frame: StripFrame, _ walls: [Strip.Wall], layers count: Int, isHard: Bool
  ) -> [StripOperation] {
    let (a, b) = (
      frame.lattice.cartesian(x1: Double(frame.along.m), x2: Double(frame.along.n)),
      frame.lattice.cartesian(x1: Double(frame.across.m), x2: Double(frame.across.n))
    )
    let slant = 2 * (a.x * b.x + a.y * b.y) / (a.x * a.x + a.y * a.y)
    let isMirrored = abs(slant - slant.rounded()) < 1e-9
    let p = Int(slant.rounded())
    var result: [StripOperation] = []
    if isMirrored {
      result.append(
        StripOperation(kind: .mirrorAcross, along: -1, slant: -p, across: 1, shift: (0, 0)))
    }
    // All walls are the first one's images, or half a strip away from it.
    guard let first = walls.first?.position, !isHard,
      walls.allSatisfy({
        let halves = 2 * ($0.position - first) / Double(count)
        return abs(halves - halves.rounded()) < 1e-9
      })
    else { return result }
    if isMirrored {
      for (kind, half) in [(Kind.mirrorAlong, 0.0), (.glide, 0.5)] {
        result.append(
          StripOperation(
            kind: kind, along: 1, slant: p, across: -1,
            shift: (half - Double(p) * first, 2 * first)))
      }
    }
    result.append(
      StripOperation(kind: .rotation, along: -1, slant: 0, across: -1, shift: (0, 2 * first)))
    return result
  }

  /// Whether a shift along A1 is free.
  private var isFree: Bool { along == -1 }

  /// The same with its line, or its centre, at the first place along A1, from the origin of a cell of this layer on.
  /// - Parameter shift: modulo 1.
  func shifted(_ shift: Double, layer: Int) -> StripOperation {
    let origin = Double(kind == .mirrorAcross ? -slant * layer : 0)
    let rest = shift - origin
    var result = self
    result.shift.along = origin + rest - (rest + 1e-9).rounded(.down)
    return result
  }

  func image(_ x1: Double, _ x2: Double) -> (along: Double, across: Double) {
    (
      Double(along) * x1 + Double(slant) * x2 + shift.along, Double(across) * x2 + shift.across
    )
  }
}

extension StripOperation {
  /// Those of a strip of cells, as their contours or pixels show them.
  static func of(_ strip: Strip, _ walls: [Strip.Wall]) -> [StripOperation] {
    let n = strip.crystals[0].pixels
    guard strip.crystals.allSatisfy({ $0.pixels == n }), let first = walls.first else { return [] }
    let pattern = StripPattern(strip)
    // The layer below the first wall.
    let layer = Int((first.position - strip.edge + 1e-6).rounded(.down))
    return candidates(strip.frame, walls, layers: strip.layers.count, isHard: strip.isHard)
      .compactMap { own in
        if !own.isFree { return pattern.isInvariant(own) ? own : nil }
        return (0..<n).lazy.map { own.shifted(Double($0) / Double(n), layer: layer) }
          .first { pattern.isInvariant($0) }
      }
  }

  /// Those of a strip of sites.
  /// - Parameters:
  ///   - sites: [layers x orbitals], along A1 and A2.
  ///   - isInvariant: whether the hoppings are.
  static func of(
    _ frame: StripFrame, _ walls: [Strip.Wall], layers count: Int, isHard: Bool,
    sites: [(along: Double, across: Double)], isInvariant: (StripOperation) -> Bool
  ) -> [StripOperation] {
    guard let first = walls.first, let site = sites.first else { return [] }
    let layer = Int((first.position - 0.5 + 1e-6).rounded(.down))
    return candidates(frame, walls, layers: count, isHard: isHard).compactMap { own in
      if !own.isFree { return isInvariant(own) ? own : nil }
      let place = own.image(site.along, site.across)
      let shifts = sites.filter { other in
        let rest = (other.across - place.across) / Double(count)
        return abs(rest - rest.rounded()) < 1e-9
      }.map { $0.along - place.along }.map { $0 - ($0 + 1e-9).rounded(.down) }
      return shifts.sorted().lazy.map { own.shifted($0, layer: layer) }.first(where: isInvariant)
    }
  }
}

/// What is where in a strip: which side of the contour, or where crystals have none the pixels' values.
private struct StripPattern {
  private let strip: Strip
  /// Of the crystals; none where not all have them.
  private let levels: [any LevelSet]
  private let media: [CrystalMedium?]

  init(_ strip: Strip) {
    self.strip = strip
    levels = (try? strip.contours().map(\.levels)) ?? []
    media = strip.crystals.map(\.medium)
  }

  /// Of pixels on a contour rounding decides: this part of them may differ.
  private static let allowed = 2e-4
  /// Places along either side of a cell where levels are compared.
  private static let steps = 64

  func isInvariant(_ operation: StripOperation) -> Bool {
    let count = strip.layers.count
    var known: Set<[Int]> = []
    for layer in 0..<count {
      let middle = Double(layer) + strip.edge - 0.5
      let image = Double(operation.across) * middle + operation.shift.across
      let number = image - strip.edge + 0.5
      guard abs(number - number.rounded()) < 1e-6 else { return false }
      let other = ((Int(number.rounded()) % count) + count) % count
      let pair = [strip.layers[layer], strip.layers[other]]
      // Layers of one crystal are alike.
      guard known.insert(pair).inserted else { continue }
      guard media[pair[0]] == media[pair[1]],
        levels.isEmpty
          ? areSamePixels(operation, layer, pair) : areSameSides(operation, layer, pair)
      else { return false }
    }
    return true
  }

  private func areSameSides(_ operation: StripOperation, _ layer: Int, _ pair: [Int]) -> Bool {
    let n = Self.steps
    func isInside(_ crystal: Int, _ x1: Double, _ x2: Double) -> Bool {
      let (along, across) = (strip.frame.along, strip.frame.across)
      return levels[crystal].sample(
        at: Place(
          Double(along.m) * x1 + Double(across.m) * x2,
          Double(along.n) * x1 + Double(across.n) * x2)
      ).value >= 0
    }
    for j in 0..<n {
      // At places that are nowhere in particular.
      let x2 = Double(layer) + strip.edge - 1 + (Double(j) + 0.382) / Double(n)
      for i in 0..<n {
        let x1 = (Double(i) + 0.271) / Double(n)
        let image = operation.image(x1, x2)
        if isInside(pair[0], x1, x2) != isInside(pair[1], image.along, image.across) {
          return false
        }
      }
    }
    return true
  }

  private func areSamePixels(_ operation: StripOperation, _ layer: Int, _ pair: [Int]) -> Bool {
    let n = strip.crystals[0].pixels
    let (along, across) = (
      Double(n) * operation.shift.along, Double(n) * operation.shift.across
    )
    guard abs(along - along.rounded()) < 1e-6, abs(across - across.rounded()) < 1e-6 else {
      return false
    }
    func value(_ crystal: Int, _ i: Int, _ j: Int) -> Float {
      func wrapped(_ x: Int) -> Int { ((x % n) + n) % n }
      let frame = strip.frame
      let (a, b) = (
        wrapped(frame.along.m * i + frame.across.m * j),
        wrapped(frame.along.n * i + frame.across.n * j)
      )
      return strip.crystals[crystal].potential[a * n + b]
    }
    var left = Int(Self.allowed * Double(n * n))
    let first = Double(n) * (Double(layer) + strip.edge - 1)
    for step in 0..<n {
      let j = Int(first.rounded(.down)) + 1 + step
      // Borders of layers are in both.
      if abs(Double(j) - first - Double(n)) < 1e-6 { continue }
      for i in 0..<n {
        let to = operation.along * i + operation.slant * j + Int(along.rounded())
        let other = operation.across * j + Int(across.rounded())
        if abs(value(pair[0], i, j) - value(pair[1], to, other)) > 1e-5 {
          left -= 1
          if left < 0 { return false }
        }
      }
    }
    return true
  }
}

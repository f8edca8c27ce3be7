import Glibc
import WallpaperGroups

/// One shape in words, with formulas for its numbers:
///
///     disc 1/3,1/3 r=radius
///     ellipse xy 0.5,0 r=0.2,0.1 turn=30
struct ShapeLine: Sendable, Equatable {
  enum Kind: String, CaseIterable, Sendable {
    case disc, ellipse, ring, rectangle, ngon, polygon

    /// Keys, how many numbers each has, and whether it may be left out.
    var keys: [(name: String, count: Int, isOptional: Bool)] {
      switch self {
      case .disc: [("r", 1, false)]
      case .ellipse: [("r", 2, false), ("turn", 1, true)]
      case .ring: [("r", 2, false)]
      case .rectangle: [("size", 2, false), ("turn", 1, true)]
      case .ngon: [("n", 1, false), ("r", 1, false), ("turn", 1, true)]
      case .polygon: []
      }
    }

    /// How it is written.
    var form: String {
      switch self {
      case .disc: "disc x1,x2 r=RADIUS"
      case .ellipse: "ellipse x1,x2 r=RADIUS,RADIUS turn=DEGREES"
      case .ring: "ring x1,x2 r=INNER,OUTER"
      case .rectangle: "rectangle x1,x2 size=WIDTH,HEIGHT turn=DEGREES"
      case .ngon: "ngon x1,x2 n=CORNERS r=RADIUS turn=DEGREES"
      case .polygon: "polygon x1,x2 x1,x2 x1,x2 ..."
      }
    }
  }

  let kind: Kind
  /// Whether places are x,y instead of x1,x2.
  let isCartesian: Bool
  /// Pairs: the centre, or the corners of a polygon.
  let places: [[Formula]]
  let values: [String: [Formula]]

  /// - Parameter words: what stands behind the kind.
  init(_ kind: Kind, _ words: ArraySlice<Substring>) throws {
    self.kind = kind
    var (isCartesian, places, values) = (false, [[Formula]](), [String: [Formula]]())
    for word in words {
      if word == "xy" {
        isCartesian = true
      } else if let equals = word.firstIndex(of: "=") {
        let name = String(word[..<equals])
        guard let key = kind.keys.first(where: { $0.name == name }) else {
          throw GeometryError("a \(kind) has no '\(name)'; write \(kind.form)")
        }
        guard values[name] == nil else { throw GeometryError("'\(name)' stands twice") }
        values[name] = try Self.numbers(word[word.index(after: equals)...], key.count, name)
      } else {
        places.append(try Self.numbers(word, 2, "a place"))
      }
    }
    for key in kind.keys where !key.isOptional && values[key.name] == nil {
      throw GeometryError("'\(key.name)' is missing; write \(kind.form)")
    }
    guard kind == .polygon ? places.count >= 3 : places.count == 1 else {
      throw GeometryError(
        (kind == .polygon ? "a polygon has 3 places or more" : "a \(kind) has one place")
          + ", not \(places.count); write \(kind.form)")
    }
    self.isCartesian = isCartesian
    self.places = places
    self.values = values
  }

  private static func numbers(
    _ text: Substring, _ count: Int, _ what: String
  ) throws -> [Formula] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == count else {
      throw GeometryError(
        "\(what) is \(count == 1 ? "one number" : "\(count) numbers with a comma between them, and no blank"), "
          + "not '\(text)'")
    }
    return try parts.map {
      do { return try Formula(String($0)) } catch let error as GeometryError {
        throw GeometryError("'\($0)': \(error)")
      }
    }
  }

  /// Names in its formulas.
  var names: [String] { (Array(places.joined()) + Array(values.values.joined())).flatMap(\.names) }

  /// The shape for values of the names, on a lattice.
  func shape(_ variables: [String: Double], _ lattice: Lattice) throws -> Shape {
    func number(_ name: String, _ index: Int = 0) throws -> Double {
      try values[name]?[index].value(variables) ?? 0
    }
    let places = try self.places.map { pair in
      let p = SIMD2(try pair[0].value(variables), try pair[1].value(variables))
      return isCartesian ? lattice.coordinates(p) : p
    }
    let centre = places[0]
    switch kind {
    case .disc:
      return .disc(x1: centre.x, x2: centre.y, radius: try number("r"))
    case .ellipse:
      return .ellipse(
        Shape.Ellipse(
          x1: centre.x, x2: centre.y, radius1: try number("r"), radius2: try number("r", 1),
          turn: try number("turn")))
    case .ring:
      return .ring(
        Shape.Ring(x1: centre.x, x2: centre.y, inner: try number("r"), outer: try number("r", 1)))
    case .polygon: return .polygon(Shape.Polygon(corners: places))
    case .rectangle:
      let (width, height) = (try number("size"), try number("size", 1))
      guard width >= 0, height >= 0 else { throw GeometryError("a size is negative") }
      let corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map {
        SIMD2($0.0 * width / 2, $0.1 * height / 2)
      }
      return Self.turned(corners, try number("turn"), about: centre, lattice)
    case .ngon:
      let n = try number("n")
      guard n == n.rounded(), (3...10_000).contains(n) else {
        throw GeometryError("n is \(n); an ngon has 3 to 10000 corners")
      }
      let radius = try number("r")
      guard radius >= 0 else { throw GeometryError("a radius is negative") }
      let corners = (0..<Int(n)).map { k in
        let angle = 2 * Double.pi * Double(k) / n
        return SIMD2(radius * cos(angle), radius * sin(angle))
      }
      return Self.turned(corners, try number("turn"), about: centre, lattice)
    }
  }

  /// A polygon of Cartesian corners about a centre in lattice coordinates.
  private static func turned(
    _ corners: [SIMD2<Double>], _ degrees: Double, about centre: SIMD2<Double>, _ lattice: Lattice
  ) -> Shape {
    let (c, s) = (cos(degrees * Double.pi / 180), sin(degrees * Double.pi / 180))
    return .polygon(
      Shape.Polygon(
        corners: corners.map {
          centre + lattice.coordinates(SIMD2(c * $0.x - s * $0.y, s * $0.x + c * $0.y))
        }))
  }
}

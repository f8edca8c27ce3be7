import WallpaperGroups

/// Builds a formula from its words by recursive descent. A vector is the pair of its coordinates along a1 and a2, or, of the
/// reciprocal lattice, along b1 and b2.
struct FormulaParser {
  private enum Space {
    case direct, reciprocal
  }

  private enum Term {
    case scalar(Formula.Node)
    case vector(Space, Formula.Node, Formula.Node)
  }

  private let tokens: [FormulaToken]
  private let lattice: Lattice
  private var next = 0
  private var depth = 0
  private static let maximumDepth = 100

  init(_ tokens: [FormulaToken], lattice: Lattice) {
    self.tokens = tokens
    self.lattice = lattice
  }

  mutating func formula() throws -> Formula.Node {
    if token.kind == .end { throw GeometryError("the formula is empty") }
    let term = try sum()
    if token.kind != .end { throw fault("\(token.text) is not expected here") }
    guard case .scalar(let node) = term else {
      throw GeometryError(
        "the formula is a vector, not a number; take a scalar product such as b1.r")
    }
    return node
  }

  private var token: FormulaToken { tokens[next] }

  private func fault(_ what: String, at position: Int? = nil) -> GeometryError {
    GeometryError("character \(position ?? token.position): \(what)")
  }

  private mutating func take(_ sign: Character) -> Bool {
    guard token.isSign(sign) else { return false }
    next += 1
    return true
  }

  private mutating func sum() throws -> Term {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { throw fault("too many parentheses") }
    var left = try product()
    while true {
      let position = token.position
      let operation: Formula.Operation
      if take("+") {
        operation = .add
      } else if take("-") {
        operation = .subtract
      } else {
        return left
      }
      switch (left, try product()) {
      case (.scalar(let a), .scalar(let b)): left = .scalar(.combine(operation, a, b))
      case (.vector(let one, let a1, let a2), .vector(let other, let b1, let b2)):
        guard one == other else {
          throw fault(
            "a length (a1, a2, r) and a wave vector (b1, b2) cannot be added", at: position)
        }
        left = .vector(one, .combine(operation, a1, b1), .combine(operation, a2, b2))
      default:
        throw fault(
          "a number and a vector cannot be added; a sum of vectors before a dot needs parentheses: (b1 + b2).r",
          at: position)
      }
    }
  }

  private mutating func product() throws -> Term {
    var left = try signed()
    while true {
      let position = token.position
      if take("*") {
        left = try times(left, try signed(), position)
      } else if take("/") {
        let right = try signed()
        guard case .scalar(let b) = right else {
          throw fault("nothing can be divided by a vector", at: position)
        }
        switch left {
        case .scalar(let a): left = .scalar(.combine(.divide, a, b))
        case .vector(let lattice, let x, let y):
          left = .vector(lattice, .combine(.divide, x, b), .combine(.divide, y, b))
        }
      } else if beginsFactor {
        if case .number = token.kind, case .number = tokens[next - 1].kind {
          throw fault("two numbers side by side; write * or a sign between them")
        }
        left = try times(left, try power(), position)
      } else {
        return left
      }
    }
  }

  /// Whether the next word can be multiplied without a sign.
  private var beginsFactor: Bool {
    switch token.kind {
    case .number, .name: true
    case .sign: token.isSign("(")
    case .end: false
    }
  }

  private func times(_ left: Term, _ right: Term, _ position: Int) throws -> Term {
    switch (left, right) {
    case (.scalar(let a), .scalar(let b)): return .scalar(.combine(.multiply, a, b))
    case (.scalar(let a), .vector(let lattice, let x, let y)),
      (.vector(let lattice, let x, let y), .scalar(let a)):
      return .vector(lattice, .combine(.multiply, a, x), .combine(.multiply, a, y))
    case (.vector, .vector):
      throw fault("two vectors side by side; their scalar product is a dot: b1.r", at: position)
    }
  }

  private mutating func signed() throws -> Term {
    var isNegative = false
    while true {
      if take("-") { isNegative.toggle() } else if !take("+") { break }
    }
    let term = try power()
    if !isNegative { return term }
    switch term {
    case .scalar(let a): return .scalar(.combine(.subtract, .number(0), a))
    case .vector(let lattice, let x, let y):
      return .vector(
        lattice, .combine(.subtract, .number(0), x), .combine(.subtract, .number(0), y))
    }
  }

  private mutating func power() throws -> Term {
    let base = try dotted()
    let position = token.position
    if !take("^") { return base }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { throw fault("too many powers of powers") }
    guard case .scalar(let a) = base, case .scalar(let b) = try signed() else {
      throw fault(
        "a power is of numbers; the square of a vector is its product with itself: r.r",
        at: position)
    }
    return .scalar(.combine(.power, a, b))
  }

  private mutating func dotted() throws -> Term {
    var left = try primary()
    while true {
      let position = token.position
      if !take(".") { return left }
      guard case .vector(let one, let a1, let a2) = left,
        case .vector(let other, let b1, let b2) = try primary()
      else {
        throw fault("a dot stands between vectors (a1, a2, b1, b2, r), as in b1.r", at: position)
      }
      func product(_ a: Formula.Node, _ b: Formula.Node) -> Formula.Node {
        .combine(.multiply, a, b)
      }
      func straight(_ square: Double) -> Formula.Node {
        let second = product(a2, b2)
        return .combine(
          .add, product(a1, b1), square == 1 ? second : product(.number(square), second))
      }
      let crossed = Formula.Node.combine(.add, product(a1, b2), product(a2, b1))
      switch (one, other) {
      // a_i.b_j = 2 pi delta_ij; of the hexagonal lattice a1.a2 = 1/2 and b1.b2 = -|b|^2/2.
      case (.direct, .reciprocal), (.reciprocal, .direct):
        left = .scalar(product(.number(2 * Double.pi), straight(1)))
      case (.direct, .direct):
        let mixed = Formula.Node.number(lattice.ratio * lattice.cosine)
        left = .scalar(
          .combine(.add, straight(lattice.ratio * lattice.ratio), product(mixed, crossed)))
      case (.reciprocal, .reciprocal):
        let square =
          lattice == .hexagonal
          ? 16 * Double.pi * Double.pi / 3
          : 4 * Double.pi * Double.pi / (lattice.sine * lattice.sine)
        let mixed = Formula.Node.number(lattice.cosine / lattice.ratio)
        left = .scalar(
          product(
            .number(square),
            .combine(
              .subtract, straight(1 / (lattice.ratio * lattice.ratio)), product(mixed, crossed))))
      }
    }
  }

  private mutating func primary() throws -> Term {
    let token = self.token
    next += token.kind == .end ? 0 : 1
    switch token.kind {
    case .number(let value): return .scalar(.number(value))
    case .name(let name):
      if let function = Formula.Function(rawValue: name) {
        guard take("(") else { throw fault("\(name) needs parentheses, as in \(name)(b1.r)") }
        guard case .scalar(let argument) = try inner() else {
          throw fault("\(name) of a vector; take a scalar product such as b1.r", at: token.position)
        }
        return .scalar(.call(function, argument))
      }
      return Self.meaning(name)
    case .sign where token.isSign("("): return try inner()
    default: throw fault("a number, a name or a parenthesis is missing", at: token.position)
    }
  }

  /// What stands in parentheses, behind the first.
  private mutating func inner() throws -> Term {
    let term = try sum()
    guard take(")") else { throw fault("a ) is missing") }
    return term
  }

  private static func meaning(_ name: String) -> Term {
    switch name {
    case "pi": return .scalar(.number(Double.pi))
    case "a1": return .vector(.direct, .number(1), .number(0))
    case "a2": return .vector(.direct, .number(0), .number(1))
    case "b1": return .vector(.reciprocal, .number(1), .number(0))
    case "b2": return .vector(.reciprocal, .number(0), .number(1))
    case "r": return .vector(.direct, .coordinate(.x1), .coordinate(.x2))
    default:
      if let coordinate = Formula.Coordinate(rawValue: name) {
        return .scalar(.coordinate(coordinate))
      }
      return .scalar(.name(name))
    }
  }
}

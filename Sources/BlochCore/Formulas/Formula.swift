import Glibc
import WallpaperGroups

/// A real number written as a formula: numbers, + - * / ^, parentheses, functions, named values and, in a potential,
/// the place in the cell.
///
///     2 v (cos(b1.r) + cos(b2.r) + cos((b1 + b2).r))
///
/// Factors may stand side by side. a1, a2, b1, b2 and r are vectors in the plane ("Lattice and units" of
/// docs/physics.md), of which sums, multiples and scalar products (a dot) can be taken; x1, x2 are the coordinates of
/// r along a1 and a2, x, y the Cartesian ones; a = 1.
public struct Formula: Sendable, Equatable {
  public enum Function: String, Sendable, CaseIterable {
    case sin, cos, tan, exp, log, sqrt, abs, tanh

    func callAsFunction(_ x: Double) -> Double {
      switch self {
      case .sin: Glibc.sin(x)
      case .cos: Glibc.cos(x)
      case .tan: Glibc.tan(x)
      case .exp: Glibc.exp(x)
      case .log: Glibc.log(x)
      case .sqrt: x.squareRoot()
      case .abs: Swift.abs(x)
      case .tanh: Glibc.tanh(x)
      }
    }
  }

  enum Operation: Sendable {
    case add, subtract, multiply, divide, power

    func callAsFunction(_ a: Double, _ b: Double) -> Double {
      switch self {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .power: pow(a, b)
      }
    }
  }

  /// A coordinate of the place in the cell.
  public enum Coordinate: String, Sendable, CaseIterable {
    case x1, x2, x, y
  }

  indirect enum Node: Sendable, Equatable {
    case number(Double)
    case name(String)
    case coordinate(Coordinate)
    case call(Function, Node)
    case combine(Operation, Node, Node)
  }

  /// As it was written.
  public let text: String
  let root: Node
  /// Whose vectors it speaks of.
  public let lattice: Lattice

  /// Longest formula, in bytes.
  public static let maximumLength = 4096

  /// Throws, with the place of what is wrong.
  public init(_ text: String, lattice: Lattice = .hexagonal) throws {
    guard text.utf8.count <= Self.maximumLength else {
      throw GeometryError("a formula has at most \(Self.maximumLength) characters")
    }
    self.text = text
    self.lattice = lattice
    var parser = FormulaParser(try FormulaToken.all(of: text), lattice: lattice)
    root = try parser.formula()
  }

  /// Names that have no meaning of their own, in the order in which they appear.
  public var names: [String] {
    var found: [String] = []
    visit { if case .name(let name) = $0, !found.contains(name) { found.append(name) } }
    return found
  }

  /// Whether it depends on the place in the cell.
  public var hasPlace: Bool {
    var has = false
    visit { if case .coordinate = $0 { has = true } }
    return has
  }

  /// Whether a name is free for a variable: letters, digits and _, no word of the language.
  public static func canName(_ name: String) -> Bool {
    FormulaToken.isName(name) && Function(rawValue: name) == nil && !isReserved(name)
  }

  static func isReserved(_ name: String) -> Bool {
    Coordinate(rawValue: name) != nil || ["pi", "a1", "a2", "b1", "b2", "r"].contains(name)
  }

  /// The number that it is.
  /// - Parameter values: of its names.
  /// - Throws: `GeometryError` where a name has no value, the place in the cell is asked for, or the result is not
  ///   finite.
  public func value(_ values: [String: Double] = [:]) throws -> Double {
    if hasPlace {
      throw GeometryError("'\(text)' depends on the place in the cell; write a number")
    }
    let field = try FormulaField(self, values)
    let value = field.value(0, 0)
    guard value.isFinite else { throw GeometryError("'\(text)' is not a finite number") }
    return value
  }

  private func visit(_ body: (Node) -> Void) {
    var rest = [root]
    while let node = rest.popLast() {
      body(node)
      switch node {
      case .call(_, let argument): rest.append(argument)
      case .combine(_, let a, let b): rest += [b, a]
      default: break
      }
    }
  }
}

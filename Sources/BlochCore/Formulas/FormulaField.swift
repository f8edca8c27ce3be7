import WallpaperGroups

/// A formula whose names have values: a function of the place in the cell, as steps of a stack machine.
public struct FormulaField: Sendable {
  private enum Step: Sendable {
    case number(Double)
    case coordinate(Formula.Coordinate)
    case call(Formula.Function)
    case combine(Formula.Operation)
  }

  private let steps: [Step]
  private let lattice: Lattice

  /// Throws when a name has no value.
  public init(_ formula: Formula, _ values: [String: Double]) throws {
    for name in formula.names where values[name] == nil {
      throw GeometryError(
        "'\(name)' has no value; give it one, as in --set \(name)=1, or correct the formula")
    }
    var steps: [Step] = []
    Self.append(formula.root, values, to: &steps)
    self.steps = steps
    lattice = formula.lattice
  }

  private static func append(
    _ node: Formula.Node, _ values: [String: Double], to steps: inout [Step]
  ) {
    switch node {
    case .number(let value): steps.append(.number(value))
    case .name(let name): steps.append(.number(values[name] ?? .nan))
    case .coordinate(let coordinate): steps.append(.coordinate(coordinate))
    case .call(let function, let argument):
      append(argument, values, to: &steps)
      if case .number(let x)? = steps.last {
        steps[steps.count - 1] = .number(function(x))
      } else {
        steps.append(.call(function))
      }
    case .combine(let operation, let a, let b):
      append(a, values, to: &steps)
      let middle = steps.count
      append(b, values, to: &steps)
      // Constants are worked out once: two numbers in a row are the two operands.
      if steps.count == middle + 1, case .number(let y) = steps[middle],
        case .number(let x) = steps[middle - 1]
      {
        steps.removeLast()
        steps[middle - 1] = .number(operation(x, y))
      } else {
        steps.append(.combine(operation))
      }
    }
  }

  /// At the place x1 a1 + x2 a2.
  public func value(_ x1: Double, _ x2: Double) -> Double { values([SIMD2(x1, x2)])[0] }

  /// At places x1 a1 + x2 a2; all steps of one kind together.
  public func values(_ places: [SIMD2<Double>]) -> [Double] {
    var stack: [[Double]] = []
    for step in steps {
      switch step {
      case .number(let value): stack.append([Double](repeating: value, count: places.count))
      case .coordinate(.x1): stack.append(places.map(\.x))
      case .coordinate(.x2): stack.append(places.map(\.y))
      case .coordinate(.x): stack.append(places.map { lattice.cartesian(x1: $0.x, x2: $0.y).x })
      case .coordinate(.y): stack.append(places.map { lattice.cartesian(x1: $0.x, x2: $0.y).y })
      case .call(let function):
        var top = stack.removeLast()
        for i in top.indices { top[i] = function(top[i]) }
        stack.append(top)
      case .combine(let operation):
        let right = stack.removeLast()
        var left = stack.removeLast()
        for i in left.indices { left[i] = operation(left[i], right[i]) }
        stack.append(left)
      }
    }
    return stack[0]
  }
}

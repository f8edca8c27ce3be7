import BlochCore

/// A file of shapes and a formula: what is accepted has a rim, or is refused in words.
enum TextFuzz {
  static func run(_ bytes: [UInt8]) {
    _ = orRefused { try shapes(bytes) }
    _ = orRefused { try formula(String(decoding: bytes, as: UTF8.self)) }
  }

  private static func shapes(_ bytes: [UInt8]) throws {
    var list = ShapeList()
    try list.append(file: bytes)
    let shapes = try list.shapes(list.parameters([]))
    // A few, so that one input does not take the time of many.
    guard shapes.reduce(0, { $0 + $1.sides }) <= 60, shapes.count > 0 else { return }
    let union = try ShapeUnion(
      shapes: ShapeUnion.completed(shapes, symmetry: .c2), inside: 0, outside: 1)
    precondition(union.hasSymmetry(.c2))
    let cell = try union.cell(PixelOrbits(pixels: 6, symmetry: .c2), vMax: 1)
    precondition(cell.potential.allSatisfy { $0 == 0 || $0 == 1 })
    let series = try ShapeSeries(union, reach: 2)
    precondition(series.values.allSatisfy { (-1...1).contains($0) })
  }

  private static func formula(_ text: String) throws {
    let formula = try Formula(text)
    let values = Dictionary(formula.names.map { ($0, 0.5) }) { a, _ in a }
    let potential = try FormulaPotential(
      FormulaField(formula, values), symmetry: .c2, symmetrize: true)
    let cell = try potential.sampling(pixels: 6, vMax: nil, parameters: []).cell
    precondition(cell.potential.allSatisfy { (0...1).contains($0) } && cell.vMax > 0)
  }

  private static func orRefused<Value>(_ body: () throws -> Value) -> Value? {
    do { return try body() } catch is GeometryError {} catch {
      fatalError("\(type(of: error)): \(error)")
    }
    return nil
  }
}

import WallpaperGroups

/// Shapes as text, one a line, with variables ("Shapes" in docs/tools.md says how they are written).
public struct ShapeList: Sendable {
  /// The kinds of shapes, as they are called in a line.
  public static let kinds = ShapeLine.Kind.allCases.map(\.rawValue)
  /// Most sides of outlines, before the operations.
  public static let maximumSides = 10_000

  private var lines: [(place: String, line: ShapeLine)] = []
  /// Variables in the order in which they were set.
  private var variables: [(place: String, name: String, value: Formula)] = []

  public init() {}

  /// Reads a file. Throws with the number of the line that is wrong.
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - name: of the file, for messages.
  public mutating func append(file bytes: [UInt8], name: String = "") throws {
    for (number, raw) in bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).enumerated() {
      let place = "\(name.isEmpty ? "" : "\(name): ")line \(number + 1)"
      let text = raw.prefix { $0 != UInt8(ascii: "#") }
      guard let line = String(validating: text, as: UTF8.self) else {
        throw GeometryError("\(place): not text; give a file of shapes, one a line")
      }
      try Self.at(place) { try append(line: line, place) }
    }
  }

  /// Reads one shape.
  /// - Parameters:
  ///   - kind: one of `kinds`.
  ///   - text: what stands behind the kind in a file.
  public mutating func append(kind: String, _ text: String) throws {
    try Self.at("--\(kind) '\(text)'") {
      try append(line: "\(kind) \(text)", "--\(kind) '\(text)'")
    }
  }

  private mutating func append(line: String, _ place: String) throws {
    let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let first = words.first else { return }
    if let kind = ShapeLine.Kind(rawValue: String(first)) {
      lines.append((place, try ShapeLine(kind, words.dropFirst())))
      return
    }
    let isSetting = words.count == 1 || first.contains("=") || words[1].hasPrefix("=")
    guard isSetting, let equals = line.firstIndex(of: "=") else {
      throw GeometryError(
        "'\(first)' is no shape; write \(Self.kinds.joined(separator: ", ")), or NAME = NUMBER")
    }
    let name = String(line[..<equals].split { $0 == " " || $0 == "\t" }.joined(separator: " "))
    guard Formula.canName(name), ShapeLine.Kind(rawValue: name) == nil else {
      throw GeometryError("'\(name)' can name no variable; take letters, digits and _")
    }
    guard !variables.contains(where: { $0.name == name }) else {
      throw GeometryError("'\(name)' has a value already")
    }
    variables.append((place, name, try Formula(String(line[line.index(after: equals)...]))))
  }

  public var isEmpty: Bool { lines.isEmpty }

  /// Whether a variable is set in the list or used by one of its shapes.
  public func uses(_ name: String) -> Bool {
    variables.contains { $0.name == name || $0.value.names.contains(name) }
      || lines.contains { $0.line.names.contains(name) }
  }

  /// The variables for values that were asked for: those in the order of the list, then the rest.
  public func parameters(
    _ wanted: [(name: String, value: Double)]
  ) throws -> [(name: String, value: Double)] {
    var found: [(name: String, value: Double)] = []
    var known = Dictionary(wanted.map { ($0.name, $0.value) }) { $1 }
    for (place, name, formula) in variables {
      let value: Double
      if let asked = known[name] {
        value = asked
      } else {
        value = try Self.at(place) { try formula.value(known) }
      }
      known[name] = value
      found.append((name, value))
    }
    return found + wanted.filter { one in !found.contains { $0.name == one.name } }
  }

  /// The shapes, before the operations, for values of the variables; Cartesian places and corners are on a lattice.
  public func shapes(
    _ parameters: [(name: String, value: Double)], lattice: Lattice = .hexagonal
  ) throws -> [Shape] {
    let values = Dictionary(parameters.map { ($0.name, $0.value) }) { $1 }
    var sides = 0
    return try lines.map { place, line in
      try Self.at(place) {
        let shape = try line.shape(values, lattice)
        try shape.check()
        sides += shape.sides
        guard sides <= Self.maximumSides else {
          throw GeometryError("more than \(Self.maximumSides) sides; leave corners out")
        }
        return shape
      }
    }
  }

  private static func at<Value>(_ place: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as GeometryError {
      throw GeometryError("\(place): \(error)")
    }
  }
}

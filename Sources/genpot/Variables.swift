import ArgumentParser
import BlochCore
import ToolSupport

/// The name of a variable, as --set and --sweep have it.
struct VariableName: RawRepresentable, Sendable, Hashable {
  let rawValue: String

  init?(rawValue: String) {
    guard Formula.canName(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// - Throws: `ValidationError`.
  static func axis(_ argument: String) throws -> SweepAxis<VariableName> {
    let name = String(argument.prefix { $0 != "=" })
    guard Formula.canName(name) || !argument.contains("=") else {
      throw ValidationError(
        "'\(name)' can name no variable; take letters, digits and _, no word of formulas")
    }
    return try SweepAxis(argument)
  }
}

/// A variable and its value: name=number, where the number may be a formula.
struct VariableSetting: Sendable {
  let name: String
  let value: Double

  init(_ argument: String) throws {
    guard let equals = argument.firstIndex(of: "=") else {
      throw ValidationError("write name=number")
    }
    name = String(argument[..<equals])
    guard Formula.canName(name) else {
      throw ValidationError(
        "'\(name)' can name no variable; take letters, digits and _, no word of formulas")
    }
    do {
      value = try Formula(String(argument[argument.index(after: equals)...])).value()
    } catch let error as GeometryError { throw ValidationError(error.description) }
  }
}

/// Variables of formulas on the command line.
struct VariableOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Give a variable a value.", valueName: "name=number"),
    transform: VariableSetting.init(_:))
  var settings: [VariableSetting] = []

  @Option(
    help: ArgumentHelp(
      "Vary a variable, both ends included; with several sweeps all combinations, the last one fastest.",
      valueName: "name=from:to:points"),
    transform: VariableName.axis(_:))
  var sweep: [SweepAxis<VariableName>] = []

  private static let maximumPoints = 100_000_000

  func validate() throws {
    let names = settings.map(\.name) + sweep.map(\.name.rawValue)
    guard Set(names).count == names.count else {
      throw ValidationError("--set and --sweep name a variable twice")
    }
    guard sweep.reduce(1.0, { $0 * Double($1.values.count) }) <= Double(Self.maximumPoints) else {
      throw ValidationError("the sweep has more than \(Self.maximumPoints) points")
    }
  }

  /// Number of points of the sweep; 1 without.
  var count: Int { sweep.reduce(1) { $0 * $1.values.count } }

  var names: [String] { settings.map(\.name) + sweep.map(\.name.rawValue) }

  /// The variables at a point, those of --set first.
  func values(at point: Int) -> [(name: String, value: Double)] {
    var rest = point
    var swept: [(name: String, value: Double)] = []
    for axis in sweep.reversed() {
      swept.append((axis.name.rawValue, axis.values[rest % axis.values.count]))
      rest /= axis.values.count
    }
    return settings.map { ($0.name, $0.value) } + swept.reversed()
  }

  var arguments: [String] {
    settings.flatMap { ["--set", "\($0.name)=\($0.value)"] }
      + sweep.flatMap { ["--sweep", $0.description] }
  }
}

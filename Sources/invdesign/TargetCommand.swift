import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// A parameter of a lattice model.
struct ModelParameter: RawRepresentable, Hashable, Sendable {
  let rawValue: String
}

/// invdesign target: the bands of lattice models.
struct TargetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "target",
    abstract: "Write the bands and irreps of a lattice model.",
    discussion: """
      Example: invdesign target wu-hu --set omega0=0.5 --set j=0.039 --sweep dj=-0.012:0.012:3

      Models are wu-hu (six sites around the centre; omega0, j, dj, j2), graphene (omega0, j, j2), kagome (omega0, j, j2, \
      dj), ssh2d (four sites on the square lattice; omega0, j, dj), haldane (omega0, j, j2, phi in degrees, m), \
      or a file with lines 'site X1 X2 ENERGY' (position along a1 and a2) and 'hop FROM TO N1 N2 T [IMAGINARY]' (sites \
      from 0, TO in the cell at N1 a1 + N2 a2), and, unless the model is of p6, 'group NAME' and 'lattice RATIO ANGLE'. \
      On-site energies are omega0, hoppings -j between neighbours and -j2 between next-nearest ones, all in units of \
      v_max; with dj they are j - dj/2 in the cell and j + dj/2 between cells. Models with imaginary hoppings, as \
      haldane's, have no time reversal: irreps are those without it, berryflux finds Chern numbers.
      """)

  @Argument(help: ArgumentHelp("wu-hu, graphene, kagome or a file.", valueName: "model"))
  var model: FilePath

  @Option(help: ArgumentHelp("Set a parameter.", valueName: "name=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Vary a parameter, both ends included; of several sweeps the last is fastest.",
      valueName: "name=from:to:points"),
    transform: SweepAxis<ModelParameter>.init(_:))
  var sweep: [SweepAxis<ModelParameter>] = []

  @OptionGroup var points: KSetOptions
  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard sweep.reduce(1.0, { $0 * Double($1.values.count) }) <= 1e7 else {
      throw ValidationError("the sweeps have more than 10000000 points")
    }
  }

  func run() throws {
    let request = try usage { try points.request() }
    let chiral = try usage { try points.request(timeReversal: false) }
    let setName = try usage { try points.example()?.name ?? "grid 12" }
    var given: [String: Double] = [:]
    for entry in set {
      let sides = entry.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, let value = Double(sides[1]), value.isFinite else {
        throw StreamError(.usage, "--set wants name=value, not '\(entry)'")
      }
      given[sides[0]] = value
    }
    let name = "\(model)"
    let isNamed = LatticeModel.named.contains { $0.name == name }
    var text = ""
    if !isNamed {
      guard given.isEmpty && sweep.isEmpty else {
        throw StreamError(.usage, "a model of a file has no parameters to --set or --sweep")
      }
      try refuseOverwriting([model], by: output.output)
      text = String(decoding: try ByteSource(path: model).readAll(limit: 1 << 20), as: UTF8.self)
    }
    func make(_ values: [String: Double]) throws -> LatticeModel {
      do {
        return isNamed ? try LatticeModel(named: name, values) : try LatticeModel(text: text)
      } catch let error as DesignError {
        throw isNamed
          ? StreamError(.usage, "\(error)") : StreamError(.badData, "'\(model)': \(error)")
      }
    }
    let label =
      isNamed ? name : "\(model.name)"
    let count = sweep.reduce(1) { $0 * $1.values.count }
    let (fixed, axes) = (given, sweep)
    @Sendable func parameters(_ index: Int) -> [String: Double] {
      var rest = index
      var values = fixed
      for axis in axes.reversed() {
        values[axis.name.rawValue] = axis.values[rest % axis.values.count]
        rest /= axis.values.count
      }
      return values
    }
    // Names are checked before anything is written.
    let models = try (0..<count).map { try make(parameters($0)) }
    try runGenerator(
      tool: "invdesign",
      arguments: ["target", label] + set.flatMap { ["--set", $0] }
        + sweep.flatMap { ["--sweep", $0.description] } + ["--kset", setName],
      seed: 0, output: output, workers: workers, count: count
    ) { index in
      let model = models[index]
      var record = PBRecord()
      let kset = try usage {
        try (model.timeReversal ? request : chiral)(model.symmetry)
          ?? .grid(12, symmetry: model.symmetry, timeReversal: model.timeReversal)
      }
      let values = parameters(index).sorted { $0.key < $1.key }
      record.key = PBKey(
        index: UInt64(index),
        name: ([label] + values.map { "\($0.key)=\($0.value)" }).joined(separator: " "))
      record.bands = PBBandStructure(
        kset: kset, energies: try kset.points.flatMap { try model.bands(at: $0) },
        bands: model.sites.count, method: PBRecord.latticeModelMethod, errorEstimate: 0,
        planeWaves: 0,
        tolerance: 0)
      let isPlain =
        model.timeReversal && CrystalSymmetry.rotationsOnly.contains(model.symmetry)
      record.irreps = PBSymmetryTable(
        try model.specialPoints(), group: isPlain ? nil : model.symmetry.group,
        timeReversal: model.timeReversal)
      record.latticeModel = PBLatticeModel(model)
      return record
    }
  }
}

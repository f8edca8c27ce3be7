import BlochCore
import BlochRecords
import RecordStream
import WallpaperGroups
import Walls

/// Makes strips of records and solves them.
struct StripBuilder: Sendable {
  /// Layers of each record.
  let counts: [Int]
  let direction: (m: Int, n: Int)
  /// Layers in which a crystal changes into the next.
  let smooth: Int
  /// Where layers end.
  let edge: Double
  /// What the strip ends in; nil where its last layer is followed by the first.
  let end: StripEnd?
  let gap: Int?
  let bands: Int?
  let points: Int
  let tolerance: Double?
  /// Whether it is asked how disorder turns states round.
  let withDisorder: Bool
  /// That predicts layers between two crystals; nil where there are none.
  let network: LayerNetwork?

  /// The first record with the block of its strip.
  func exact(_ records: [PBRecord]) throws -> PBRecord {
    let cells = try records.map { try $0.unitCell() }
    let frame = try frame(cells[0].symmetry.lattice)
    guard cells.allSatisfy({ $0.symmetry.lattice == cells[0].symmetry.lattice }) else {
      throw StreamError(.badData, "the cells have different lattices")
    }
    let isFrequency = cells[0].medium != nil
    let medium = end?.medium(cells[0])
    let crystals = cells + (medium.map { [$0] } ?? [])
    let (layers, extra) = try layered(crystals.count) { below, above, weight in
      try Self.mixed(cells[below], cells[above], weight)
    }
    let strip = try Strip(
      frame, crystals: crystals + extra, layers: layers, edge: edge, isHard: end == .hard,
      medium: medium.map { _ in cells.count })
    let solver = try ExactWallSolver(
      bands: bands ?? 6, gap: gap, points: points,
      tolerance: tolerance ?? (isFrequency ? 1e-3 : 1.2e-3), crystals: cells.count,
      withDisorder: withDisorder)
    let isByElements = ElementWallSolver.isNeeded(strip)
    let found = try isByElements ? ElementWallSolver(solver).solve(strip) : solver.solve(strip)
    var record = records[0]
    record.wall = try PBDomainWall(
      found, frame: frame, layers: layers, edge: edge,
      walls: strip.walls(cells.count), method: isByElements ? "elements" : "plane waves",
      isFrequency: isFrequency)
    record.wall.crystals =
      records.map(\.geometry) + (strip.crystals.dropFirst(cells.count)).map { PBGeometry($0) }
    end?.describe(&record.wall)
    return record
  }

  func model(_ records: [PBRecord]) throws -> PBRecord {
    let symmetry = try records[0].crystalSymmetry()
    let frame = try frame(symmetry.lattice)
    let isLattice = records.allSatisfy(\.hasLatticeModel)
    var models: [HoppingModel] = []
    var errors: [Double] = []
    var special: [[SpecialPointBands]] = []
    var tables: [TopologyTables] = []
    var lattices: [LatticeModel] = []
    var timeReversal = true
    guard end == nil || end == .hard else {
      throw StreamError(.badData, "models end in nothing: --end hard, or --method exact")
    }
    for record in records {
      if isLattice {
        let model = try record.checkedLatticeModel()
        models.append(HoppingModel(model))
        errors.append(0)
        timeReversal = timeReversal && model.timeReversal
        lattices.append(model)
        special.append(try model.specialPoints())
        tables.append(.of(model.symmetry.group, timeReversal: model.timeReversal))
      } else {
        let (family, coefficients) = try record.networkModel()
        let model = TightBindingModel(family)
        models.append(HoppingModel(model, coefficients))
        errors.append(record.model.bandErrors.max() ?? 0)
        special.append(record.hasIrreps ? try record.specialPoints() : [])
        tables.append(.of(try record.crystalSymmetry().group))
      }
    }
    let number = models.count
    let given = models
    var between: [UnitCell] = []
    var (layers, extra) = try layered(number) { below, above, weight in
      if !isLattice, network != nil, records[below].hasGeometry, records[above].hasGeometry {
        let (a, b) = (try records[below].unitCell(), try records[above].unitCell())
        if a.field != nil && b.field != nil {
          between.append(try Self.mixed(a, b, weight))
        }
      }
      return try HoppingModel.mixed(given[below], given[above], weight)
    }
    // The network knows better than the mean what is between two geometries.
    if between.count == extra.count, let network {
      extra = try network.models(between)
    }
    models += extra
    let limit = bands ?? (isLattice ? models[0].order : 6)
    var found = try ModelWallSolver(
      bands: limit, gap: gap, points: points, timeReversal: timeReversal
    ).solve(
      frame, models, layers: layers, crystals: number, errors: errors, special: special,
      tables: tables, isWhole: !isLattice, isHard: end == .hard)
    if !timeReversal, found.hasGap {
      for (at, model) in lattices.enumerated() {
        found.invariants[at].chern =
          try model.gaps([found.gap], corners: special[at]).first?.chern
      }
    }
    var record = records[0]
    record.wall = PBDomainWall(
      found, frame: frame, layers: layers,
      walls: try Strip.walls(layers, crystals: number, isHard: end == .hard),
      method: isLattice ? "lattice model" : "network", isFrequency: false)
    if records.allSatisfy(\.hasGeometry) { record.wall.crystals = records.map(\.geometry) }
    end?.describe(&record.wall)
    return record
  }

  private func frame(_ lattice: Lattice) throws -> StripFrame {
    guard let frame = StripFrame(along: direction.m, direction.n, of: lattice) else {
      throw StreamError(.badData, "no wall along \(direction.m) a1 + \(direction.n) a2")
    }
    return frame
  }

  /// Which crystal each layer is of, and crystals between two, which come behind the others in their order.
  /// - Parameters:
  ///   - first: number of the first of those.
  ///   - between: makes one of the crystal below, the one above, and the weight of the latter.
  private func layered<Crystal>(
    _ first: Int, _ between: (Int, Int, Double) throws -> Crystal
  ) throws -> (layers: [Int], extra: [Crystal]) {
    var layers = counts.enumerated().flatMap { number, count in
      [Int](repeating: number, count: count)
    }
    var extra: [Crystal] = []
    let medium = end.map { [Int](repeating: counts.count, count: $0.layers) } ?? []
    if smooth == 0 { return (layers + medium, extra) }
    let total = layers.count
    var top = 0
    for (below, count) in counts.enumerated() {
      top += count
      if end != nil, below == counts.count - 1 { break }
      let above = (below + 1) % counts.count
      for step in 0..<smooth {
        let place = (top - smooth / 2 + step + total) % total
        // The second wall of two crystals has the layers of the first from the other side.
        if counts.count == 2 && below == 1 {
          layers[place] = first + smooth - 1 - step
          continue
        }
        let weight = (Double(step) + 0.5) / Double(smooth)
        layers[place] = first + extra.count
        extra.append(try between(below, above, weight))
      }
    }
    return (layers + medium, extra)
  }

  private static func mixed(_ a: UnitCell, _ b: UnitCell, _ weight: Double) throws -> UnitCell {
    guard let first = a.field, let second = b.field, a.symmetry == b.symmetry else {
      throw StreamError(
        .badData, "--smooth mixes the fields of random cells of one group, and a record has none")
    }
    let mixture = try FieldMixture([first, second], symmetry: a.symmetry)
    let sampler = try FieldSampler(
      pixels: a.pixels, representatives: mixture.representatives, symmetry: a.symmetry)
    var cell = try sampler.cell(
      mixture.field(weights: [1 - weight, weight]), vMax: a.vMax, source: "mix",
      parameters: [("w1", 1 - weight), ("w2", weight)])
    cell.medium = a.medium
    return cell
  }
}

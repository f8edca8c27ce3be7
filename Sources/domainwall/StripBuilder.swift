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
    let (layers, extra) = try layered { below, above, weight in
      try Self.mixed(cells[below], cells[above], weight)
    }
    let strip = try Strip(frame, crystals: cells + extra, layers: layers, edge: edge)
    let solver = try ExactWallSolver(
      bands: bands ?? 6, gap: gap, points: points,
      tolerance: tolerance ?? (isFrequency ? 1e-3 : 1.2e-3), crystals: cells.count,
      withDisorder: withDisorder)
    let isByElements = ElementWallSolver.isNeeded(strip.crystals)
    let found = try isByElements ? ElementWallSolver(solver).solve(strip) : solver.solve(strip)
    var record = records[0]
    record.wall = try PBDomainWall(
      found, frame: frame, layers: layers, edge: edge,
      walls: Strip.walls(layers, crystals: cells.count, edge: edge),
      method: isByElements ? "elements" : "plane waves",
      isFrequency: isFrequency)
    record.wall.crystals = records.map(\.geometry) + extra.map { PBGeometry($0) }
    return record
  }

  func model(_ records: [PBRecord]) throws -> PBRecord {
    let symmetry = try records[0].crystalSymmetry()
    let frame = try frame(symmetry.lattice)
    let isLattice = records.allSatisfy(\.hasLatticeModel)
    var models: [HoppingModel] = []
    var errors: [Double] = []
    var irreps: [[(label: String, irreps: [BlochCore.Irrep])]] = []
    var timeReversal = true
    for record in records {
      if isLattice {
        let model = try record.checkedLatticeModel()
        models.append(HoppingModel(model))
        errors.append(0)
        timeReversal = timeReversal && model.timeReversal
        irreps.append(try model.specialPoints().map { ($0.label, $0.irreps) })
      } else {
        let (orbitals, coefficients) = try record.networkModel()
        let model = TightBindingModel(orbitals: orbitals)
        models.append(HoppingModel(model, coefficients))
        errors.append(record.model.bandErrors.max() ?? 0)
        irreps.append(
          record.hasIrreps ? try record.specialPoints().map { ($0.label, $0.irreps) } : [])
      }
    }
    let number = models.count
    let given = models
    var between: [UnitCell] = []
    var (layers, extra) = try layered { below, above, weight in
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
    let found = try ModelWallSolver(
      bands: limit, gap: gap, points: points, timeReversal: timeReversal
    ).solve(
      frame, models, layers: layers, crystals: number, errors: errors, irreps: irreps,
      isWhole: !isLattice)
    var record = records[0]
    record.wall = PBDomainWall(
      found, frame: frame, layers: layers, walls: try Strip.walls(layers, crystals: number),
      method: isLattice ? "lattice model" : "network", isFrequency: false)
    if records.allSatisfy(\.hasGeometry) { record.wall.crystals = records.map(\.geometry) }
    return record
  }

  private func frame(_ lattice: Lattice) throws -> StripFrame {
    guard let frame = StripFrame(along: direction.m, direction.n, of: lattice) else {
      throw StreamError(.badData, "no wall along \(direction.m) a1 + \(direction.n) a2")
    }
    return frame
  }

  /// Which crystal each layer is of, and crystals between two, which come behind the records' in their order.
  /// - Parameter between: makes one of the crystal below, the one above, and the weight of the latter.
  private func layered<Crystal>(
    _ between: (Int, Int, Double) throws -> Crystal
  ) throws -> (layers: [Int], extra: [Crystal]) {
    var layers = counts.enumerated().flatMap { number, count in
      [Int](repeating: number, count: count)
    }
    var extra: [Crystal] = []
    if smooth == 0 { return (layers, extra) }
    let total = layers.count
    var end = 0
    for (below, count) in counts.enumerated() {
      end += count
      let above = (below + 1) % counts.count
      for step in 0..<smooth {
        let place = (end - smooth / 2 + step + total) % total
        // The second wall of two crystals has the layers of the first from the other side.
        if counts.count == 2 && below == 1 {
          layers[place] = counts.count + smooth - 1 - step
          continue
        }
        let weight = (Double(step) + 0.5) / Double(smooth)
        layers[place] = counts.count + extra.count
        extra.append(try between(below, above, weight))
      }
    }
    return (layers, extra)
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

import BlochCore
import LinearAlgebra
import WallpaperGroups

/// A strip of models: each layer has its crystal's orbitals and hoppings, and hoppings between layers of two crystals are
/// the mean of both.
struct HoppingStrip: StripStates {
  let frame: StripFrame
  let models: [HoppingModel]
  let layers: [Int]
  /// Of an orbital: which half of a layer it is in, 0 and 1; nil where it stands for both.
  private let halves: [Int?]
  /// How far each orbital's layer is from that of its cell.
  private let shifts: [Int]
  /// Hoppings that any crystal has, in cells along and layers across: [crystals] matrices, nil where one has none.
  let hoppings: [(along: Int, across: Int, matrices: [ComplexMatrix?])]

  /// - Parameters:
  ///   - gap: bands below the gap.
  ///   - isWhole: whether orbitals stand for the whole cell, not for a place in it.
  ///   - isHard: whether no hopping leads from the last layer to the first.
  init(
    _ frame: StripFrame, _ models: [HoppingModel], layers: [Int], gap: Int, isWhole: Bool,
    isHard: Bool = false
  ) {
    self.frame = frame
    self.isHard = isHard
    self.isWhole = isWhole
    self.models = models
    self.layers = layers
    below = gap * layers.count
    let count = layers.count
    centre =
      models.contains { $0.isOdd.isEmpty }
      ? nil
      : (isHard ? count - 1..<count : 0..<2 * count).first { centre in
        (0..<count).allSatisfy { layers[$0] == layers[((centre - $0) % count + count) % count] }
      }
    var hoppings: [(along: Int, across: Int, matrices: [ComplexMatrix?])] = []
    for (number, model) in models.enumerated() {
      for own in model.hoppings {
        let (along, across) = frame.place(own.n1, own.n2)
        let at =
          hoppings.firstIndex { $0.along == along && $0.across == across }
          ?? {
            hoppings.append((along, across, [ComplexMatrix?](repeating: nil, count: models.count)))
            return hoppings.count - 1
          }()
        hoppings[at].matrices[number] = own.matrix
      }
    }
    self.hoppings = hoppings
    let heights = models[0].positions.map { frame.place($0.x1, $0.x2).across }
    // A site just on a border is taken to the layer above.
    shifts =
      isWhole ? heights.map { _ in 0 } : heights.map { Int(($0 + 0.5 + 1e-9).rounded(.down)) }
    halves = zip(heights, shifts).map { height, shift in
      isWhole || abs(height - Double(shift)) < 1e-9 ? nil : height < Double(shift) ? 0 : 1
    }
  }

  let isHard: Bool
  let isWhole: Bool
  var order: Int { models[0].order }
  /// Where C2 takes the strip into itself, in half layers; nil where it does not, or moves orbitals.
  let centre: Int?
  private let below: Int
  var functions: Int { order * layers.count }

  private func hamiltonian(_ kappa: Double) -> (h: ComplexMatrix, slope: ComplexMatrix) {
    let (n, count) = (order, layers.count)
    var h = ComplexMatrix(rows: n * count, columns: n * count)
    var slope = h
    for layer in 0..<count {
      for own in hoppings {
        if isHard && !layers.indices.contains(layer + own.across) { continue }
        let other = ((layer + own.across) % count + count) % count
        let phase = Complex(angle: 2 * Double.pi * kappa * Double(own.along))
        let half = Complex(0.5, 0) * phase
        let turned = Complex(0, 2 * Double.pi * Double(own.along)) * half
        for crystal in [layers[layer], layers[other]] {
          guard let matrix = own.matrices[crystal] else { continue }
          h.addProduct(half, matrix, row: layer * n, column: other * n)
          if own.along != 0 {
            slope.addProduct(turned, matrix, row: layer * n, column: other * n)
          }
        }
      }
    }
    return (h, slope)
  }

  func levels(
    _ kappa: Double, window: ClosedRange<Double>, gap: ClosedRange<Double>?
  ) throws -> StripLevels {
    let (h, slope) = hamiltonian(kappa)
    let found = try states(h, covering: gap)
    let chosen = found.values.indices.filter { window.contains(found.values[$0]) }
    let energies = chosen.map { found.values[$0] }
    let between = energies.indices.filter { gap?.contains(energies[$0]) == true }
    var vectors = ComplexMatrix(rows: functions, columns: between.count)
    vectors.storage = between.flatMap { Array(found.vectors.numbers(ofColumn: chosen[$0])) }
    var turned = ComplexMatrix(rows: functions, columns: between.count)
    turned.add(1, slope, vectors)
    return StripLevels(
      kappa: kappa, energies: energies, errors: energies.map { _ in 0 }, between: between,
      vectors: vectors, slopes: .adjointProduct(vectors, turned), overlaps: overlaps(vectors),
      functions: isWhole ? .unknown : .sites(sites, layers: layers.count, h))
  }

  /// [layers x orbitals], along A1 and A2.
  private var sites: [(along: Double, across: Double)] {
    let own = models[0].positions.map { frame.place($0.x1, $0.x2) }
    return layers.indices.flatMap { layer in
      own.map { ($0.along, $0.across + Double(layer)) }
    }
  }

  /// Those that take the strip into itself.
  func operations(_ walls: [Strip.Wall]) -> [StripOperation] {
    if isWhole { return [] }
    let sites = sites
    let own = StripFunctions.sites(sites, layers: layers.count, hamiltonian(0).h)
    return StripOperation.of(
      frame, walls, layers: layers.count, isHard: isHard, sites: sites
    ) { own.images($0, 0) != nil }
  }

  /// States around the gap, at least all whose levels are in it.
  private func states(
    _ h: ComplexMatrix, covering gap: ClosedRange<Double>?
  ) throws -> Eigenpairs<ComplexMatrix> {
    guard let centre else { return try ComplexMatrix.lowestEigenpairs(h, count: functions) }
    var margin = layers.count + 4
    while true {
      let range = max(0, below - margin)..<min(functions, below + margin)
      let found = try realStates(h, about: centre, range)
      let isCovered =
        gap.map { gap in
          (range.lowerBound == 0 || found.values.first ?? 0 < gap.lowerBound)
            && (range.upperBound == functions || found.values.last ?? 0 > gap.upperBound)
        } ?? true
      if isCovered { return found }
      margin *= 2
    }
  }

  /// States by number where C2 with time reversal makes H real: between (|l> +- |l'>)/2^(1/2) of orbitals at layers
  /// l and l' that it exchanges, with a factor i for what is odd.
  private func realStates(
    _ h: ComplexMatrix, about centre: Int, _ range: Range<Int>
  ) throws -> Eigenpairs<ComplexMatrix> {
    let (n, count) = (order, layers.count)
    // Of each real function: two places with their factors.
    var functions: [(a: Int, b: Int, re: Double, im: Double, reB: Double, imB: Double)] = []
    for layer in 0..<count {
      let other = ((centre - layer) % count + count) % count
      if other < layer { continue }
      for (orbital, isOdd) in models[0].isOdd.enumerated() {
        let (a, b) = (layer * n + orbital, other * n + orbital)
        if a == b {
          functions.append((a, a, isOdd ? 0 : 1, isOdd ? 1 : 0, 0, 0))
          continue
        }
        let half = 0.5.squareRoot()
        let sign = isOdd ? -half : half
        functions.append((a, b, half, 0, sign, 0))
        functions.append((a, b, 0, half, 0, -sign))
      }
    }
    let size = functions.count
    // H between places and functions, then between functions.
    var right = ComplexMatrix(rows: h.rows, columns: size)
    h.storage.withUnsafeBufferPointer { h in
      right.storage.withUnsafeMutableBufferPointer { right in
        for (j, own) in functions.enumerated() {
          for row in 0..<size {
            let (p, q) = (2 * (row + own.a * size), 2 * (row + own.b * size))
            let to = 2 * (row + j * size)
            right[to] =
              h[p] * own.re - h[p + 1] * own.im + h[q] * own.reB - h[q + 1] * own.imB
            right[to + 1] =
              h[p] * own.im + h[p + 1] * own.re + h[q] * own.imB + h[q + 1] * own.reB
          }
        }
      }
    }
    var real = RealMatrix(rows: size, columns: size)
    for j in 0..<size {
      for (i, own) in functions.enumerated() {
        let (p, q) = (2 * (own.a + j * size), 2 * (own.b + j * size))
        real.storage[i + j * size] =
          own.re * right.storage[p] + own.im * right.storage[p + 1]
          + own.reB * right.storage[q] + own.imB * right.storage[q + 1]
      }
    }
    let found = try RealMatrix.eigenpairs(real, overlap: nil, range: range)
    var vectors = ComplexMatrix(rows: h.rows, columns: range.count)
    for column in 0..<range.count {
      for (i, own) in functions.enumerated() {
        let x = found.vectors[i, column]
        vectors.storage[2 * (own.a + column * h.rows)] += own.re * x
        vectors.storage[2 * (own.a + column * h.rows) + 1] += own.im * x
        vectors.storage[2 * (own.b + column * h.rows)] += own.reB * x
        vectors.storage[2 * (own.b + column * h.rows) + 1] += own.imB * x
      }
    }
    return Eigenpairs(values: found.values, vectors: vectors)
  }

  func overlaps(_ states: ComplexMatrix) -> [ComplexMatrix] {
    let (n, count) = (order, layers.count)
    var result = [ComplexMatrix](
      repeating: ComplexMatrix(rows: states.columns, columns: states.columns), count: 2 * count)
    for layer in 0..<count {
      for orbital in 0..<n {
        let row = layer * n + orbital
        let own = (layer + shifts[orbital] + count) % count
        let bins =
          halves[orbital].map { [(2 * own + $0, 1.0)] } ?? [(2 * own, 0.5), (2 * own + 1, 0.5)]
        for j in 0..<states.columns {
          let b = 2 * (row + j * states.rows)
          for i in 0..<states.columns {
            let a = 2 * (row + i * states.rows)
            let re =
              states.storage[a] * states.storage[b] + states.storage[a + 1] * states.storage[b + 1]
            let im =
              states.storage[a] * states.storage[b + 1] - states.storage[a + 1] * states.storage[b]
            for (bin, share) in bins {
              result[bin].storage[2 * (i + j * states.columns)] += share * re
              result[bin].storage[2 * (i + j * states.columns) + 1] += share * im
            }
          }
        }
      }
    }
    return result
  }
}

/// Strips by models.
public struct ModelWallSolver: Sendable {
  /// Bands below the gap; nil for the widest.
  public let gap: Int?
  public let bands: Int?
  public let kappas: [Double]

  /// - Parameters:
  ///   - bands: of the crystals, that are looked at; nil for all.
  ///   - points: wave vectors from 0 to 1/2, without time reversal from -1/2.
  public init(bands: Int?, gap: Int?, points: Int, timeReversal: Bool = true) {
    (self.bands, self.gap) = (bands, gap)
    let least = timeReversal ? 0 : -0.5
    kappas = (0..<points).map { least + (0.5 - least) * Double($0) / Double(points - 1) }
  }

  /// - Parameters:
  ///   - count: of models that walls are between; others are within walls.
  ///   - errors: largest error of the bands of each model, in the unit of energies.
  ///   - special: bands of each model at the special points; none where irreps are not known.
  ///   - tables: of the crystals' groups.
  ///   - isWhole: whether orbitals stand for the whole cell, not for a place in it.
  ///   - isHard: whether the strip ends.
  /// - Throws: `SolverError`, `LinearAlgebraError`.
  public func solve(
    _ frame: StripFrame, _ models: [HoppingModel], layers: [Int], crystals count: Int,
    errors: [Double], special: [[SpecialPointBands]], tables: [TopologyTables], isWhole: Bool,
    isHard: Bool = false
  ) throws -> DomainWall {
    guard models.allSatisfy({ $0.lattice == frame.lattice }) else {
      throw SolverError("the cells have different lattices")
    }
    guard Set(models.map(\.order)).count == 1 else {
      throw SolverError("the models have different numbers of orbitals")
    }
    let walls = try Strip.walls(layers, crystals: count, isHard: isHard)
    let bulk = try (0..<count).map { number in
      let points = kappas.flatMap { kappa in
        (0..<ProjectedBands.steps).map {
          frame.wave(kappa, Double($0) / Double(ProjectedBands.steps))
        }
      }
      let rows = try models[number].bands(points, count: bands ?? models[number].order)
      return ProjectedBands(
        rows, kappas: kappas.count, error: errors[number], special: special[number],
        tables[number])
    }
    let search = try WallSearch(
      frame, walls: walls, layers: layers.count, isHard: isHard, kappas: kappas, bulk: bulk,
      gap: gap)
    guard search.hasGap else { return search.closed }
    let strip = HoppingStrip(
      frame, models, layers: layers, gap: search.gap, isWhole: isWhole, isHard: isHard)
    let error = errors.max() ?? 0
    let levels = try strip.levels(
      kappas, window: search.window, gaps: kappas.indices.map(search.opening)
    ).map { level in
      var own = level
      own.errors = own.energies.map { _ in error }
      return own
    }
    return try search.result(
      levels, functions: strip.functions, operations: strip.operations(walls))
  }
}

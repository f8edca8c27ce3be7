import WallpaperGroups

/// A picture and its images under all operations that take pixels to pixels and cells of a lattice to cells.
struct PixelImages: Sendable {
  let lattice: PixelLattice
  private let rows: Int
  private let columns: Int
  /// The correlation of the picture with its image under each W, translations left out, by the shift behind it;
  /// [rows x columns].
  private let tables: [Operation: [Float]]
  /// The largest value of each table.
  private let largest: [Operation: Float]

  /// The deviation that one pixel of a cell makes which is black in place of white.
  let grain: Double

  /// Nil for a picture that is the same everywhere.
  /// - Parameter lattice: translations that the picture has; it has its edges.
  init?(_ picture: GreyPicture, _ lattice: PixelLattice) {
    self.lattice = lattice
    let values = picture.values.map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let range = values.max()! - values.min()!
    grain = range * range / (variance * Double(lattice.area))
    let matrices = Set(
      WallpaperGroup.all.flatMap { GroupSetting.all($0) }.flatMap { $0.operations.map(\.matrix) }
    )
    .compactMap { w in lattice.pixelMatrix(w).map { (w, $0) } }
    // All operations must take the periods of the tables to periods.
    let torus =
      matrices.allSatisfy { PixelCorrelation.keepsPeriods($0.1, picture.height, picture.width) }
      ? picture : lattice.square(picture)
    (rows, columns) = (torus.height, torus.width)
    guard let correlation = PixelCorrelation(torus) else { return nil }
    var tables: [Operation: [Float]] = [:]
    for (w, matrix) in matrices
    where PixelCorrelation.keepsPeriods(matrix, torus.height, torus.width) {
      tables[w] = correlation.correlation(matrix)
    }
    self.tables = tables
    largest = tables.mapValues { $0.max()! }
  }

  /// The lattice of all translations that leave the picture as it is within a limit of the deviation: one of prime order
  /// after the other is added, when all of its multiples do.
  func translations(limit: Double) -> PixelLattice {
    let own = tables[.identity]!
    var finest = lattice
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      search: for n in [2, 3, 5, 7, 11, 13] {
        for (x1, x2) in (0..<n).map({ (1, $0) }) + [(0, 1)] {
          guard let (finer, v) = finest.with(x1, x2, over: n) else { continue }
          let isOwn = (1..<n).allSatisfy {
            Double(1 - own[at($0 * v.0, $0 * v.1)]) <= limit
          }
          if isOwn {
            finest = finer
            isGrowing = true
            break search
          }
        }
      }
    }
    return finest
  }

  /// The best fit of a group in all settings; nil where none is within the limit of the deviation.
  func fit(_ group: WallpaperGroup, limit: Double = .infinity) -> GroupFit? {
    var best: (fit: GroupFit, mean: Float)?
    for setting in GroupSetting.all(group)
    where setting.operations.allSatisfy({ Double(1 - (largest[$0.matrix] ?? 1)) <= limit }) {
      guard let place = origin(setting), place.mean > (best?.mean ?? -.infinity) + 1e-5 else {
        continue
      }
      let (a1, a2) = (
        lattice.vector(setting.axes[0], setting.axes[2]),
        lattice.vector(setting.axes[1], setting.axes[3])
      )
      best = (
        GroupFit(
          group: group, deviation: max(0, Double(1 - place.least)), row: place.row,
          column: place.column, a1: (a1.0, a1.1), a2: (a2.0, a2.1)), place.mean
      )
    }
    return best.flatMap { $0.fit.deviation <= limit ? $0.fit : nil }
  }

  /// One operation of a setting: its image of the picture about the origin (u, v)/parts is that at the shift
  /// s = P t/2 + (1 - A)(u, v)/parts.
  private struct Term {
    let table: [Float]
    /// P t/2 in sixths of pixels, and (1 - A) 6/parts row by row.
    let start: (Int, Int)
    let step: [Int]

    /// s, nil where it is not a whole number of pixels.
    func shift(_ u: Int, _ v: Int) -> (Int, Int)? {
      let (s1, s2) = (start.0 + step[0] * u + step[1] * v, start.1 + step[2] * u + step[3] * v)
      return s1 % 6 == 0 && s2 % 6 == 0 ? (s1 / 6, s2 / 6) : nil
    }
  }

  /// The origin about which a setting's images correlate best on average, of equals the first row by row, with the average
  /// and the least correlation.
  private func origin(_ setting: GroupSetting)
    -> (row: Double, column: Double, mean: Float, least: Float)?
  {
    // The origin of groups with threefold rotations alone can lie at thirds of pixels, of others at halves.
    let parts = setting.group.rotationOrder == 3 ? 3 : 2
    let terms = setting.operations.compactMap { operation -> Term? in
      guard let table = tables[operation.matrix], let m = lattice.pixelMatrix(operation) else {
        return nil
      }
      let t = lattice.vector(3 * operation.t1, 3 * operation.t2)
      let factor = 6 / parts
      return Term(
        table: table, start: t,
        step: [factor * (1 - m[0]), -factor * m[1], -factor * m[2], factor * (1 - m[3])])
    }
    guard terms.count == setting.operations.count else { return nil }
    let (height, width) = lattice.box
    var best: (u: Int, v: Int, sum: Float)?
    for u in 0..<parts * height {
      place: for v in 0..<parts * width {
        var sum: Float = 0
        for term in terms {
          guard let s = term.shift(u, v) else { continue place }
          sum += term.table[at(s.0, s.1)]
        }
        if sum > (best?.sum ?? -.infinity) + 1e-5 { best = (u, v, sum) }
      }
    }
    guard let best else { return nil }
    let least = terms.map { term -> Float in
      let s = term.shift(best.u, best.v)!
      return term.table[at(s.0, s.1)]
    }.min()!
    return (
      Double(best.u) / Double(parts), Double(best.v) / Double(parts),
      best.sum / Float(terms.count), least
    )
  }

  private func at(_ i: Int, _ j: Int) -> Int {
    let (row, column) = (i % rows, j % columns)
    return (row < 0 ? row + rows : row) * columns + (column < 0 ? column + columns : column)
  }
}

import BlochCore
import WallpaperGroups

/// The bands of a crystal at all wave vectors that have one component along a wall.
public struct ProjectedBands: Sendable, Equatable {
  /// [wave vectors][bands]
  public var low: [[Double]]
  public var high: [[Double]]
  /// Largest error of the bands, in the unit of energies.
  public var error: Double
  /// [wave vectors][bands]: by how much ends differ from those found at half of the wave vectors across the wall.
  public var sampling: [[Double]]
  /// Bands at the special points with their irreps; none where they are not known.
  public var special: [SpecialPointBands]
  /// Of the crystal's group.
  let tables: TopologyTables
  /// Of crystals that have valleys.
  let model: KeptModel?

  /// Wave vectors across the wall.
  static let steps = 32

  /// - Parameters:
  ///   - kappas: along the wall.
  ///   - bands: [kappas x steps][bands], across the wall from 0 to 1 without the end.
  ///   - tables: of the crystal's group.
  init(
    _ bands: [[Double]], kappas: Int, error: Double, special: [SpecialPointBands],
    _ tables: TopologyTables, model: KeptModel? = nil
  ) {
    (low, high, sampling) = ([], [], [])
    for kappa in 0..<kappas {
      let own = Array(bands[kappa * Self.steps..<(kappa + 1) * Self.steps])
      let (fine, coarse) = (Self.ends(own, every: 1), Self.ends(own, every: 2))
      low.append(fine.low)
      high.append(fine.high)
      sampling.append(
        fine.low.indices.map {
          max(abs(fine.low[$0] - coarse.low[$0]), abs(fine.high[$0] - coarse.high[$0]))
        })
    }
    self.error = error
    self.special = special
    self.tables = tables
    self.model = model
  }

  /// Lowest and highest energy of each band, with the vertices of parabolas through three neighbours.
  /// - Parameters:
  ///   - rows: [wave vectors across the wall][bands].
  ///   - stride: of the wave vectors used.
  private static func ends(
    _ rows: [[Double]], every stride: Int
  ) -> (low: [Double], high: [Double]) {
    let count = rows.first?.count ?? 0
    var low = [Double](repeating: .infinity, count: count)
    var high = [Double](repeating: -.infinity, count: count)
    for at in Swift.stride(from: 0, to: rows.count, by: stride) {
      let before = rows[(at + rows.count - stride) % rows.count]
      let after = rows[(at + stride) % rows.count]
      for band in 0..<count {
        let (a, b, c) = (before[band], rows[at][band], after[band])
        let bend = a - 2 * b + c
        var vertex = b
        if (b - a) * (c - b) <= 0, abs(bend) > 1e-14 {
          vertex = b - (c - a) * (c - a) / (8 * bend)
        }
        low[band] = min(low[band], b, vertex)
        high[band] = max(high[band], b, vertex)
      }
    }
    return (low, high)
  }

  /// Largest error of the ends of a band at one wave vector.
  func error(_ kappa: Int, _ band: Int) -> Double { error + sampling[kappa][band] }

  /// Largest error of the ends of the bands on either side of a gap.
  public func error(atGap gap: Int) -> Double {
    sampling.reduce(error) { max($0, error + max($1[gap - 1], $1[gap])) }
  }

  /// Of a cell by the exact solver.
  /// - Throws: `SolverError`, `LinearAlgebraError`.
  init(_ cell: UnitCell, _ frame: StripFrame, kappas: [Double], bands: Int, tolerance: Double)
    throws
  {
    let points = kappas.flatMap { kappa in
      (0..<Self.steps).map { frame.wave(kappa, Double($0) / Double(Self.steps)) }
    }
    let solution = try CrystalSolver(
      symmetry: cell.symmetry, equation: cell.medium?.equation ?? .schroedinger,
      kset: .list(of: points), bands: bands,
      tolerance: tolerance
    ).solve(cell, withModel: CrystalInvariants.hasValleys(cell.symmetry))
    self.init(
      stride(from: 0, to: solution.energies.count, by: bands).map {
        Array(solution.energies[$0..<$0 + bands])
      }, kappas: kappas.count, error: solution.errorEstimate,
      special: solution.specialPoints, .of(cell.symmetry.group), model: solution.model)
  }
}

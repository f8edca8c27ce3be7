import BlochCore
import WallpaperGroups

/// The bands of a crystal at all wave vectors that have one component along a wall.
public struct ProjectedBands: Sendable, Equatable {
  /// [wave vectors][bands]
  public var low: [[Double]]
  public var high: [[Double]]
  /// Largest error, in the unit of energies.
  public var error: Double
  /// Irreps at the special points of the bands, ascending: ("Gamma", ["S", "P", "P"]).
  public var irreps: [(label: String, irreps: [BlochCore.Irrep])]

  public static func == (l: ProjectedBands, r: ProjectedBands) -> Bool {
    l.low == r.low && l.high == r.high && l.error == r.error
      && l.irreps.elementsEqual(r.irreps) { $0.label == $1.label && $0.irreps == $1.irreps }
  }

  /// Wave vectors across the wall.
  static let steps = 32

  /// - Parameters:
  ///   - kappas: along the wall.
  ///   - bands: [kappas x steps][bands], across the wall from 0 to 1 without the end.
  init(
    _ bands: [[Double]], kappas: Int, error: Double,
    irreps: [(label: String, irreps: [BlochCore.Irrep])]
  ) {
    let count = bands.first?.count ?? 0
    (low, high) = ([], [])
    for kappa in 0..<kappas {
      var (lowest, highest) = (
        [Double](repeating: .infinity, count: count), [Double](repeating: -.infinity, count: count)
      )
      for step in 0..<Self.steps {
        func row(_ shift: Int) -> [Double] {
          bands[kappa * Self.steps + (step + shift + Self.steps) % Self.steps]
        }
        let (before, here, after) = (row(-1), row(0), row(1))
        for band in 0..<count {
          // The vertex of the parabola through three neighbours, where the middle one is the extreme one.
          let (a, b, c) = (before[band], here[band], after[band])
          let bend = a - 2 * b + c
          var vertex = b
          if (b - a) * (c - b) <= 0, abs(bend) > 1e-14 {
            vertex = b - (c - a) * (c - a) / (8 * bend)
          }
          lowest[band] = min(lowest[band], b, vertex)
          highest[band] = max(highest[band], b, vertex)
        }
      }
      low.append(lowest)
      high.append(highest)
    }
    self.error = error
    self.irreps = irreps
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
    ).solve(cell)
    self.init(
      stride(from: 0, to: solution.energies.count, by: bands).map {
        Array(solution.energies[$0..<$0 + bands])
      }, kappas: kappas.count, error: solution.errorEstimate,
      irreps: solution.specialPoints.map { ($0.label, $0.irreps) })
  }
}

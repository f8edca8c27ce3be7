import BlochCore
import Synchronization

/// The solvers of the crystals in a stream, each made when its first cell comes and then shared by all threads.
final class SolverTable: Sendable {
  typealias Tools = (solver: CrystalSolver, kset: KSet, resolution: PictureResolution?)

  private let bands: Int
  private let tolerance: @Sendable (WaveEquation) -> Double
  private let kset: @Sendable (CrystalSymmetry) throws -> KSet
  private let made = Mutex<[Name: Tools]>([:])

  private struct Name: Hashable {
    var symmetry: CrystalSymmetry
    var equation: WaveEquation
  }

  /// - Parameters:
  ///   - tolerance: of energies, or of the frequencies of light, sound and elastic waves.
  ///   - kset: the wave vectors wanted of a crystal.
  init(
    bands: Int, tolerance: @escaping @Sendable (WaveEquation) -> Double,
    kset: @escaping @Sendable (CrystalSymmetry) throws -> KSet
  ) {
    self.bands = bands
    self.tolerance = tolerance
    self.kset = kset
  }

  /// - Throws: `SolverError` for options out of range, or wave vectors that the crystal does not have.
  func tools(for symmetry: CrystalSymmetry, equation: WaveEquation) throws -> Tools {
    try made.withLock { made in
      let name = Name(symmetry: symmetry, equation: equation)
      if let tools = made[name] { return tools }
      let kset = try kset(symmetry)
      let isHexagonal = CrystalSymmetry.rotationsOnly.contains(symmetry)
      let tools: Tools = (
        try CrystalSolver(
          symmetry: symmetry, equation: equation, kset: kset, bands: bands,
          tolerance: tolerance(equation)), kset,
        isHexagonal && equation == .schroedinger
          ? try PictureResolution(symmetry: symmetry, bands: bands) : nil
      )
      // A stream of lattices that are all different must not fill the memory.
      if made.count >= 64 { made.removeAll() }
      made[name] = tools
      return tools
    }
  }

  /// Refuses options that no crystal can have; the wave vectors of p6 where it can have them, else those of the first
  /// lattice system that can.
  func check() throws -> KSet {
    do { return try tools(for: .c6, equation: .schroedinger).kset } catch let error {
      for symmetry in CrystalSymmetry.examples {
        if let kset = try? tools(for: symmetry, equation: .schroedinger).kset { return kset }
      }
      throw error
    }
  }
}

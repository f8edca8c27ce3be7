import Glibc
import LinearAlgebra

/// States of A u = E M u, where A is diagonal on plane waves and M is not.
///
/// Folding linearised in the energy is worse than none: what couples to a folded wave is E M_QP u, so that the fold goes
/// with E^2. Instead a core P of the explicit waves gives u with u^+ M u = 1 and u^+ A u = e, and each state's energy is
/// first the root near e of
///
///     F(E) = e - E - E^2 sum over Q of |(M_QP u)_Q|^2/(A_Q - E M_QQ),   Q the other explicit waves,
///
/// which is stationary in u (a Rayleigh functional), with coefficients c_Q = E (M_QP u)_Q/(A_Q - E M_QQ). Then the
/// Rayleigh quotient of (u, c) takes what the Q do to one another, the residual r_Q lowers it by sum of
/// |r_Q|^2/(A_Q - E M_QQ), and the waves beyond the explicit ones by the same sum over them.
extension SpecialPointSolver {
  /// - Parameters:
  ///   - mass: M between the explicit functions of the block.
  ///   - coupling: M from these to the folded ones.
  func solveByFunctional<Matrix: DenseMatrix>(
    mass: Matrix, _ coupling: Matrix, _ layout: BlockLayout, _ tables: Tables, _ count: Int,
    _ reversal: BlockReversal?, _ withFunctions: Bool
  ) throws -> IrrepModes {
    let block = layout.block
    let explicit = layout.columns.prefix(layout.size)
    let folded = layout.columns[layout.size...].map { $0.orbit - orbits.innerCount }
    let tail = 1 + operatorInUse.foldingTail(outer: orbits.outer)
    let problem = FunctionalProblem(
      mass: mass, coupling: coupling, wave: explicit.map { tables.explicitWave[$0.orbit] },
      core: explicit.indices.filter { explicit[$0].orbit < orbits.coreCount },
      foldedWave: folded.map { tables.foldedWave[$0] },
      foldedMass: folded.map { tables.foldedMass[$0] },
      weights: folded.map { $0 + orbits.innerCount >= orbits.outerHalf ? tail : 1 })
    let states = try problem.states(count: count)
    var modes = IrrepModes(
      irrep: block.irrep, bands: block.bands, energies: states.energies,
      foldings: states.lowerings, functions: [])
    if withFunctions {
      modes.functions = functions(
        states.vectors, Matrix(rows: 0, columns: states.energies.count), layout, reversal)
    }
    return modes
  }
}

import BlochCore
import LinearAlgebra

/// A tight-binding model on its way to another program.
struct ExportedModel {
  let family: HamiltonianFamily
  /// H(R) as of `TightBindingModel.realSpace`, in the unit that was asked for.
  let cells: [(n1: Int, n2: Int, matrix: RealMatrix)]
  /// What it is, in one line.
  let about: String
}

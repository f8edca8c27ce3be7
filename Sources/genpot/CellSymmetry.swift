import ArgumentParser
import BlochCore

/// The symmetries on the command line.
enum CellSymmetry: String, CaseIterable, ExpressibleByArgument {
  case c6, c2

  var point: CrystalSymmetry {
    switch self {
    case .c6: .c6
    case .c2: .c2
    }
  }
}

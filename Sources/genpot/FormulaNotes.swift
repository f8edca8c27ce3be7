import BlochCore
import Foundation

/// What is told of the cells of a formula: of one its range, of a sweep what is worst.
final class FormulaNotes: @unchecked Sendable {
  private let isSweep: Bool
  private let lock = NSLock()
  private var range = ""
  private var asymmetry = 0.0
  private var cut = 0.0
  private var pixels = 0

  init(isSweep: Bool) { self.isSweep = isSweep }

  func add(_ sampling: FormulaPotential.Sampling, _ potential: FormulaPotential) {
    lock.lock()
    defer { lock.unlock() }
    range = String(
      format:
        "V reaches from %.10g to %.10g E0: an energy E of the record is (%.10g E %@ %.10g) E0",
      sampling.low, sampling.high, sampling.cell.vMax, sampling.low < 0 ? "-" : "+",
      abs(sampling.low))
    if potential.isAveraged { asymmetry = max(asymmetry, potential.asymmetry) }
    if sampling.cut > cut { (cut, pixels) = (sampling.cut, sampling.cell.pixels) }
  }

  var lines: [String] {
    lock.lock()
    defer { lock.unlock() }
    let atMost = isSweep ? "at most " : ""
    var lines: [String] = []
    if !isSweep { lines.append(range) }
    if asymmetry > 0 {
      lines.append(
        String(
          format:
            "V is averaged over the operations; it differed from an image by up to %.3g E0",
          asymmetry))
    }
    if cut > FormulaPotential.negligibleCut {
      lines.append(
        String(
          format: "V has waves that %d pixels a side do not carry, \(atMost)%.2g Vmax in all: "
            + "the bands are those of a V without them; --pixels takes more", pixels, cut))
    }
    return lines
  }
}

import BlochCore
import Glibc
import LinearAlgebra

/// Fourier coefficients of a strip, from those of its crystals: a layer's box takes from the wave q B2 of its crystal
/// sin(pi x)/(pi x), x = q - l/N, into the wave l B2/N of N layers.
struct StripSeries: Sendable {
  /// Largest |m| and |l| of m B1 + l B2/N that are known.
  let reachAlong: Int
  let reachAcross: Int
  /// [2 reachAlong + 1][2 reachAcross + 1]; no imaginary parts where all are zero about the origin chosen.
  private(set) var values: [Double]
  private(set) var imaginary: [Double]
  /// Where the origin is, along A1 and A2.
  private(set) var origin: (along: Double, across: Double)
  let isPotential: Bool
  /// 1/|a1|^2.
  let unit: Double

  var isReal: Bool { imaginary.isEmpty }
  var width: Int { 2 * reachAcross + 1 }
  var mean: Double { values[reachAlong * width + reachAcross] }

  @inline(__always)
  func index(_ m: Int, _ l: Int) -> Int { (m + reachAlong) * width + l + reachAcross }

  /// Largest |n1| and |n2| that is taken of a crystal: it is far beyond those of the strips' waves.
  private static let reach = 80

  /// Those of a strip's crystals.
  /// - Throws: `SolverError` where plane waves do not do.
  static func tables(_ strip: Strip) throws -> [WaveCoefficients] {
    try strip.crystals.map { try WaveCoefficients($0, reach: reach) }
  }

  /// - Parameter tables: of the crystals.
  init(_ strip: Strip, _ tables: [WaveCoefficients], reachAlong: Int, reachAcross: Int) {
    self.reachAlong = reachAlong
    self.reachAcross = reachAcross
    let count = strip.layers.count
    let width = 2 * reachAcross + 1
    let reach = Self.reach
    var (re, im) = (
      [Double](repeating: 0, count: (2 * reachAlong + 1) * width),
      [Double](repeating: 0, count: (2 * reachAlong + 1) * width)
    )
    // Of the middle of a layer from its cells' origins.
    let shift = strip.edge - 0.5
    var kernel = RealMatrix(rows: 2 * reach + 1, columns: width)
    var turned = kernel
    for l in -reachAcross...reachAcross {
      for q in -reach...reach {
        let x = Double(q) - Double(l) / Double(count)
        let box = abs(x) < 1e-12 ? 1 : sin(Double.pi * x) / (Double.pi * x)
        kernel[q + reach, l + reachAcross] = box * cos(2 * Double.pi * x * shift)
        turned[q + reach, l + reachAcross] = box * sin(2 * Double.pi * x * shift)
      }
    }
    for (number, table) in tables.enumerated() {
      let own = strip.layers.indices.filter { strip.layers[$0] == number }
      if own.isEmpty { continue }
      var (a, b) = (
        RealMatrix(rows: 2 * reachAlong + 1, columns: 2 * reach + 1),
        RealMatrix(rows: 2 * reachAlong + 1, columns: 2 * reach + 1)
      )
      for n1 in -reach...reach {
        for n2 in -reach...reach {
          let (m, q) = strip.frame.index(n1, n2)
          if abs(m) > reachAlong || abs(q) > reach { continue }
          let value = table[n1, n2]
          a[m + reachAlong, q + reach] = value.re
          b[m + reachAlong, q + reach] = value.im
        }
      }
      var (boxRe, boxIm) = (
        RealMatrix(rows: 2 * reachAlong + 1, columns: width),
        RealMatrix(rows: 2 * reachAlong + 1, columns: width)
      )
      boxRe.add(1 / Double(count), a, kernel)
      boxIm.add(1 / Double(count), b, kernel)
      if shift != 0 {
        boxRe.add(-1 / Double(count), b, turned)
        boxIm.add(1 / Double(count), a, turned)
      }
      for l in -reachAcross...reachAcross {
        let phase = own.reduce(Complex.zero) {
          $0 + Complex(angle: -2 * Double.pi * Double(l * $1 % count) / Double(count))
        }
        for m in -reachAlong...reachAlong {
          let box = Complex(
            boxRe[m + reachAlong, l + reachAcross], boxIm[m + reachAlong, l + reachAcross])
          let value = box * phase
          let at = (m + reachAlong) * width + l + reachAcross
          re[at] += value.re
          im[at] += value.im
        }
      }
    }
    (values, imaginary, origin) = (re, im, (0, 0))
    (isPotential, unit) = (tables[0].isPotential, tables[0].unit)
    makeReal(layers: count, shifts: shift == 0 ? [0] : [0, shift])
  }

  /// Moves the origin to a centre of inversion, where there is one.
  private mutating func makeReal(layers: Int, shifts: [Double]) {
    let scale = values.reduce(0) { max($0, abs($1)) }
    for step in 0..<2 * layers * shifts.count {
      for half in [0.0, 0.5] {
        // Of centres at half layers, from origins and from ends, and halves along the wall.
        let across = Double(step % (2 * layers)) / 2 + shifts[step / (2 * layers)]
        var (re, im) = (values, imaginary)
        var worst = 0.0
        for m in -reachAlong...reachAlong {
          for l in -reachAcross...reachAcross {
            let at = index(m, l)
            let turned =
              Complex(values[at], imaginary[at])
              * Complex(
                angle: 2 * Double.pi
                  * (Double(m) * half + Double(l) * across / Double(layers)))
            (re[at], im[at]) = (turned.re, turned.im)
            worst = max(worst, abs(turned.im))
          }
          if worst > 1e-9 * scale { break }
        }
        if worst <= 1e-9 * scale {
          (values, imaginary, origin) = (re, [], (half, across))
          return
        }
      }
    }
  }
}

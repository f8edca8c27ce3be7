import Glibc
import WallpaperGroups

/// The share of the cell inside a rim, by the divergence theorem: with f the fractional part of x1 - c,
///
///     share = int along the rim of f dx2 + share of the line x1 = c inside,
///
/// the union on the left of the rim; the second term is what the jump of f takes away.
struct RimArea {
  private let parts: [ShapeRim.Part]
  private let lattice: Lattice
  private let height: Double
  /// A line that no symmetric shape runs along.
  private static let line = 0.31830988618379067

  init(_ parts: [ShapeRim.Part], _ lattice: Lattice) {
    self.parts = parts
    self.lattice = lattice
    height = lattice.ratio * lattice.sine
  }

  /// - Parameter contains: whether a point is inside; asked between the rims on the line.
  func covered(_ contains: (SIMD2<Double>) -> Bool) -> Double {
    var sum = 0.0
    var marks: [Double] = []
    for part in parts {
      var borders = [part.from]
      for t in meetings(part) {
        borders.append(t)
        let x2 = part.curve.point(t).y / height
        marks.append(x2 - x2.rounded(.down))
      }
      borders.append(part.to)
      for (from, to) in zip(borders, borders.dropFirst()) {
        let floor = (x1(part.curve.point((from + to) / 2)) - Self.line).rounded(.down)
        sum += part.side * integral(part.curve, from, to, less: Self.line + floor)
      }
    }
    return min(max(sum + share(marks.sorted(), contains), 0), 1)
  }

  /// The share of the line between marks that is inside.
  private func share(_ marks: [Double], _ contains: (SIMD2<Double>) -> Bool) -> Double {
    func isInside(_ x2: Double) -> Bool { contains(lattice.place(SIMD2(Self.line, x2))) }
    guard let first = marks.first, let last = marks.last else { return isInside(0.5) ? 1 : 0 }
    var share = 0.0
    for (from, to) in zip(marks, marks.dropFirst()) where to > from {
      if isInside((from + to) / 2) { share += to - from }
    }
    let rest = first + 1 - last
    return rest > 0 && isInside(last + rest / 2) ? share + rest : share
  }

  private func x1(_ p: SIMD2<Double>) -> Double { lattice.coordinates(p).x }

  /// Parameters, ascending, at which a part meets a line x1 = c + m.
  private func meetings(_ part: ShapeRim.Part) -> [Double] {
    var found: [Double] = []
    switch part.curve {
    case .segment(let from, let to):
      let (start, step) = (x1(from) - Self.line, x1(to) - x1(from))
      let ends = [start + part.from * step, start + part.to * step]
      for m in Self.integers(ends) { found.append((m - start) / step) }
    case .ellipse(let centre, let u, let v):
      let (middle, a, b) = (x1(centre) - Self.line, x1(u), x1(v))
      let amplitude = hypot(a, b)
      let peak = atan2(b, a)
      let turn = 2 * Double.pi
      for m in Self.integers([middle - amplitude, middle + amplitude]) {
        let half = acos(max(-1, min(1, (m - middle) / amplitude)))
        for angle in [peak - half, peak + half] {
          let t = angle + ((part.from - angle) / turn).rounded(.up) * turn
          found += [t, t - turn, t + turn]
        }
      }
    }
    return found.filter { $0 > part.from && $0 < part.to }.sorted()
  }

  private static func integers(_ ends: [Double]) -> [Double] {
    let low = (ends.min() ?? 0).rounded(.up)
    return Array(stride(from: low, through: ends.max() ?? 0, by: 1))
  }

  /// int (x1 - c) dx2 along a part.
  private func integral(
    _ curve: RimCurve, _ from: Double, _ to: Double, less c: Double
  ) -> Double {
    switch curve {
    case .segment:
      let (p, q) = (curve.point(from), curve.point(to))
      return ((x1(p) + x1(q)) / 2 - c) * (q.y - p.y) / height
    case .ellipse(let centre, let u, let v):
      let (k, a, b) = (x1(centre) - c, x1(u), x1(v))
      let (d, e) = (u.y / height, v.y / height)
      // (k + a cos + b sin) (e cos - d sin)
      func antiderivative(_ t: Double) -> Double {
        let (cosine, sine) = (cos(t), sin(t))
        return k * (e * sine + d * cosine) + (b * e - a * d) / 2 * sine * sine
          + (a * e - b * d) / 2 * t + (a * e + b * d) / 2 * sine * cosine
      }
      return antiderivative(to) - antiderivative(from)
    }
  }
}

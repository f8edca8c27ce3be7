import BlochCore
import Glibc

/// A hopping model with one s function per site of a C6-symmetric cell, solved irrep by irrep at
/// Gamma, K and M.
struct LatticeModel {
  /// Sites in units of a1 and a2.
  var sites: [(u: Double, v: Double)]
  /// Length of a bond, in units of a.
  var bondLength: Double
  /// Hopping within a cell and between cells.
  var inner: Double
  var outer: Double

  static func graphene(_ t: Double) -> LatticeModel {
    .init(
      sites: [(1.0 / 3, 1.0 / 3), (2.0 / 3, 2.0 / 3)], bondLength: (1.0 / 3).squareRoot(),
      inner: t, outer: t)
  }

  static func kagome(_ t: Double) -> LatticeModel {
    .init(sites: [(0.5, 0), (0, 0.5), (0.5, 0.5)], bondLength: 0.5, inner: t, outer: t)
  }

  /// Wu and Hu, PRL 114, 223901 (2015): a ring of six sites at distance a/3 from the origin.
  static func ring(inner: Double, outer: Double) -> LatticeModel {
    var sites = [(u: 1.0 / 3, v: 0.0)]
    for _ in 1..<6 { sites.append((-sites.last!.v, sites.last!.u + sites.last!.v)) }
    return .init(sites: sites, bondLength: 1.0 / 3, inner: inner, outer: outer)
  }

  /// Bands at Gamma, K and M.
  func specialPoints() -> [SpecialPointBands] {
    [
      bands("Gamma", .gamma, order: 6, irreps: [.s, .p, .d, .f, .d, .p]),
      bands("K", .k, order: 3, irreps: [.zero, .one, .one]),
      bands("M", .m, order: 2, irreps: [.plus, .minus]),
    ]
  }

  /// Diagonalises P_m H P_m + shift (1 - P_m) for each angular momentum m: what stays below the shift
  /// are the energies of m.
  private func bands(_ label: String, _ k: KPoint, order: Int, irreps: [Irrep])
    -> SpecialPointBands
  {
    let n = sites.count
    let h = hamiltonian(k)
    let shift = 1e3
    var levels: [(energy: Double, irrep: Irrep)] = []
    for m in 0..<order {
      let p = projector(k, order: order, m: m)
      let php = p.times(h).times(p)
      let shifted = TinyMatrix(n) { i, j in
        (php.re[i][j] + shift * ((i == j ? 1 : 0) - p.re[i][j]), php.im[i][j] - shift * p.im[i][j])
      }
      levels += shifted.eigenvalues().filter { $0 < shift / 2 }.map { ($0, irreps[m]) }
    }
    levels.sort { $0.energy < $1.energy }
    return SpecialPointBands(
      label: label, k: k, energies: levels.map(\.energy), irreps: levels.map(\.irrep))
  }

  /// H_ij = sum of t exp(ik.(r_j + R - r_i)) over bonds.
  private func hamiltonian(_ k: KPoint) -> TinyMatrix {
    TinyMatrix(sites.count) { i, j in
      var (re, im) = (0.0, 0.0)
      for x in -2...2 {
        for y in -2...2 {
          let du = sites[j].u + Double(x) - sites[i].u
          let dv = sites[j].v + Double(y) - sites[i].v
          guard abs((du * du + dv * dv + du * dv).squareRoot() - bondLength) < 1e-9 else {
            continue
          }
          let t = (x, y) == (0, 0) ? inner : outer
          let phase = 2 * Double.pi * (k.x1 * du + k.x2 * dv)
          re += t * cos(phase)
          im += t * sin(phase)
        }
      }
      return (re, im)
    }
  }

  /// P_m = (1/n) sum over powers j of exp(-2 pi i m j/n) D^j; D_gi,i = exp(iG.r_gi), G = gk - k.
  private func projector(_ k: KPoint, order: Int, m: Int) -> TinyMatrix {
    TinyMatrix(sites.count) { row, column in
      var (re, im) = (0.0, 0.0)
      for power in 0..<order {
        var (image, turned) = (sites[column], k)
        for _ in 0..<(power * 6 / order) {
          image = (-image.v, image.u + image.v)
          turned = turned.rotated60
        }
        let (du, dv) = (image.u - sites[row].u, image.v - sites[row].v)
        guard abs(du - du.rounded()) < 1e-9, abs(dv - dv.rounded()) < 1e-9 else { continue }
        let g = (turned.x1 - k.x1) * sites[row].u + (turned.x2 - k.x2) * sites[row].v
        let phase = 2 * Double.pi * (g - Double(m * power) / Double(order))
        re += cos(phase) / Double(order)
        im += sin(phase) / Double(order)
      }
      return (re, im)
    }
  }
}

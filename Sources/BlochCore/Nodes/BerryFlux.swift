import Glibc
import WallpaperGroups

/// Berry flux of an isolated set of bands of a crystal without C2, by the connection i<u|grad u>, in units of 2 pi.
///
/// The part of the zone is cut into triangles; the flux through each is the phase of the product of the overlap determinants
/// along its edges, in -pi...pi. Triangles with much flux are made smaller, so that no turn is lost; edges of the border
/// until halving them changes nothing, since inner edges cancel and what is left of the error is the border's. Source: Fukui,
/// Hatsugai and Suzuki, J. Phys. Soc. Jpn. 74, 1674 (2005).
///
/// Time reversal makes the flux through the whole zone, the Chern number, 0: F(-k) = -F(k).
public struct BerryFlux: Sendable, Equatable {
  /// Through the pieces of the zone that are searched.
  public var flux: Double
  /// Valley Chern number of p3, p3m1 and p31m: the flux through the third of the zone that is nearer to K than to Gamma and
  /// K'. Around K' it is the negative. No integer: near +-1/2 where a small gap at K is all there is. 0 by symmetry in p31m.
  public var valley: Double?
  /// How far both may be from those of infinitely many triangles, and, of kept models, from the crystal's.
  public var error: Double
  /// Wave vectors that were solved.
  public var evaluations: Int
}

extension GapSearch {
  /// - Parameter bands: counted from 1, with gaps below and above.
  /// - Returns: nil where a flux stays unclear: a gap is smaller than the triangles can be made.
  public func berryFlux(bands: ClosedRange<Int>) -> BerryFlux? {
    let zone = search.zone
    var result = BerryFlux(flux: 0, valley: nil, error: 0, evaluations: 0)
    func add(_ domain: ZoneDomain, _ sheet: Int) -> Double? {
      var flux = DomainFlux(
        HermitianBlochStates(models[sheet], count: min(bands.upperBound + 1, models[sheet].order)),
        domain, bands)
      guard let found = flux.integrate() else { return nil }
      result.error += flux.error
      result.evaluations += flux.evaluations
      return found
    }
    for (index, sheet) in zone.sheets.enumerated() {
      guard let flux = add(sheet.domain, index) else { return nil }
      result.flux += flux
    }
    guard zone.symmetry.group.system == .hexagonal, zone.symmetry.lattice == .hexagonal else {
      return result
    }
    let k = zone.metric.valley(.k)
    switch zone.symmetry.group.name {
    case "p3":
      // K' has the negative of what is around K: by time reversal the images of either part.
      var sum = 0.0
      for (domains, sign) in [(k, 3.0), (zone.metric.valley(.kPrime), -3.0)] {
        for domain in domains {
          guard let flux = add(domain, 0) else { return nil }
          sum += sign * flux
        }
      }
      result.valley = sum
    case "p3m1":
      var sum = 0.0
      for domain in k {
        guard let flux = add(domain, 0) else { return nil }
        sum += 6 * flux
      }
      result.valley = sum
    case "p31m": result.valley = 0
    default: break
    }
    result.error *= result.valley == nil ? 1 : 6
    return result
  }
}

extension WaveMetric {
  /// What is nearer to K, or K', in the wedge Gamma-K-K' than to its other corners.
  fileprivate func valley(_ point: KPoint) -> [ZoneDomain] {
    let (centre, m) = (ZonePoint(1, 1, over: 3), ZonePoint(1, 1, over: 2))
    let (corner, side) =
      point == .k
      ? (ZonePoint(2, 1, over: 3), ZonePoint(2, 1, over: 6))
      : (ZonePoint(1, 2, over: 3), ZonePoint(1, 2, over: 6))
    return [(side, centre), (centre, m)].map { first, second in
      ZoneDomain(
        metric: self, origin: corner, first: first, second: second, isParallelogram: false)
    }
  }
}

/// The flux through one domain.
struct DomainFlux<States: ZoneStates> {
  private var mesh: ZoneMesh<States>
  private let bands: ClosedRange<Int>
  private(set) var error = 0.0
  var evaluations: Int { mesh.states.solved }
  /// Flux that a triangle may have, so that its turns are certain.
  private static var largest: Double { 0.8 }
  /// What halving an edge of the border may still change.
  private static var change: Double { 1e-6 }
  private static var largestMesh: Int { 60_000 }

  init(_ states: States, _ domain: ZoneDomain, _ bands: ClosedRange<Int>, divisions: Int = 8) {
    mesh = ZoneMesh(states, domain: domain, divisions: divisions)
    self.bands = bands
  }

  /// Through a triangle, of the set: that of all bands up to the upper gap less that of those below the lower one.
  private func flux(_ t: ZoneMesh<States>.Triangle) -> (upper: Double, lower: Double) {
    (
      mesh.flux(t, cut: bands.upperBound),
      bands.lowerBound > 1 ? mesh.flux(t, cut: bands.lowerBound - 1) : 0
    )
  }

  /// In 2 pi; nil where triangles would have to be smaller than they can be.
  mutating func integrate() -> Double? {
    guard refineInside() else { return nil }
    var open = Set(
      mesh.edges.indices.filter { mesh.edges[$0].halves.x < 0 && mesh.borderStart($0) != nil })
    while !open.isEmpty {
      let chosen = mesh.leaves.filter { at in
        let e = mesh.triangles[at].edges
        return open.contains(Int(e.x)) || open.contains(Int(e.y)) || open.contains(Int(e.z))
      }
      if isTooFine(chosen) { return nil }
      mesh.cut(chosen)
      var next: Set<Int> = []
      for edge in open where abs(change(edge)) > Self.change {
        let halves = mesh.edges[edge].halves
        next.formUnion([Int(halves.x), Int(halves.y)])
      }
      open = next.filter { mesh.edges[$0].halves.x < 0 }
    }
    guard refineInside() else { return nil }
    var sum = 0.0
    for at in mesh.leaves {
      let (upper, lower) = flux(mesh.triangles[at])
      sum += upper - lower
    }
    // Halving again and again changes a quarter as much each time.
    for (edge, own) in mesh.edges.enumerated() where own.halves.x >= 0 {
      guard mesh.borderStart(edge) != nil else { continue }
      let ends = [own.halves.x, own.halves.y].count { mesh.edges[Int($0)].halves.x < 0 }
      let rest = Double(ends) * change(edge) / 6
      sum += rest
      error += 0.5 * abs(rest)
    }
    error /= 2 * Double.pi
    return mesh.domain.orientation * sum / (2 * Double.pi)
  }

  /// By how much the halves of an edge of the border change the flux.
  private func change(_ edge: Int) -> Double {
    mesh.detour(edge, cut: bands.upperBound)
      - (bands.lowerBound > 1 ? mesh.detour(edge, cut: bands.lowerBound - 1) : 0)
  }

  private func isTooFine(_ chosen: [Int]) -> Bool {
    mesh.triangles.count > Self.largestMesh
      || chosen.contains { mesh.triangles[$0].depth >= ZoneMesh<States>.depth }
  }

  /// Makes triangles with much flux small.
  private mutating func refineInside() -> Bool {
    while true {
      let chosen = mesh.leaves.filter { at in
        let (upper, lower) = flux(mesh.triangles[at])
        return abs(upper) > Self.largest || abs(lower) > Self.largest
      }
      if chosen.isEmpty { return true }
      if isTooFine(chosen) { return false }
      mesh.cut(chosen)
    }
  }
}

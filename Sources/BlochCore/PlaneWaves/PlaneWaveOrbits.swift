/// The plane waves around one special point, in shells of equal |k + G| and in orbits of its little
/// group. Depends on cut-offs only: built once and shared by all cells.
struct PlaneWaveOrbits: Sendable {
  let point: LittleGroup
  /// The orbits by |k + G|; each lists its members in the order of the operations that lead there from the first.
  let orbits: [[ReciprocalVector]]
  /// [orbits][members]: the first operation that leads to each member.
  let leaders: [[Int]]
  /// Orbits below this index are kept explicitly, the others are folded in.
  let innerCount: Int
  /// Of these, the ones below this index are solved for without the others where M is not the unit matrix.
  let coreCount: Int
  /// Number of plane waves in the explicit orbits.
  let innerPlaneWaves: Int
  /// Folded orbits below this index keep the energy dependence of the folding; beyond, where
  /// |k + G|^2 exceeds 120 |b|^2 (some 25 Vmax), it is below the error of the folding.
  let slowCount: Int
  /// First orbit with |k + G|^2 > outer/2 |b|^2.
  let outerHalf: Int
  let outer: Double
  /// The explicit orbits with the same stabiliser one after the other, the shortest first in each.
  let rowOrder: [Int]
  /// First plane wave of each explicit orbit, in that order.
  let innerRepresentatives: [ReciprocalVector]
  /// The images of the first wave of every orbit, `order` of them each (of a fixed point the same again).
  let imageColumns: [ReciprocalVector]
  /// [orbits x operations]: their phases in twelfths of a turn; empty where there are no glides.
  let imagePhases: [Int]
  /// Orbits below this index carry the coefficients of a mode that the reduced basis keeps.
  let nearCount: Int
  /// The plane waves of the orbits below `nearCount`, orbit by orbit.
  let nearPlaneWaves: [ReciprocalVector]
  /// One for each block of the point.
  let layouts: [BlockLayout]
  /// One for each block: how time reversal makes it real, where it does.
  let reversals: [BlockReversal?]

  /// - Parameters:
  ///   - inner: explicit plane waves have |k + G|^2 <= inner |b|^2.
  ///   - near: plane waves with |k + G|^2 <= near |b|^2 are kept in the modes.
  ///   - outer: folded plane waves have |k + G|^2 <= outer |b|^2.
  ///   - core: of `coreCount`.
  init(
    point: LittleGroup, core: Double = 0, inner: Double, near: Double, outer: Double
  ) {
    self.point = point
    let scale = Double(point.q * point.q)
    let (reach1, reach2) = point.metric.reach(outer)
    let (center1, center2) = (point.p1 / point.q, point.p2 / point.q)
    var found: [(square: Double, g: ReciprocalVector)] = []
    for n1 in (-reach1 - 2 - center1)...(reach1 + 2 - center1) {
      for n2 in (-reach2 - 2 - center2)...(reach2 + 2 - center2) {
        let g = ReciprocalVector(n1, n2)
        let square = point.scaledSquare(g)
        if square <= outer * scale { found.append((square, g)) }
      }
    }
    found.sort { ($0.square, $0.g.n1, $0.g.n2) < ($1.square, $1.g.n1, $1.g.n2) }
    var seen = Set<ReciprocalVector>()
    var orbits: [[ReciprocalVector]] = []
    var leaders: [[Int]] = []
    var stabilisers: [[Int]] = []
    var imageColumns: [ReciprocalVector] = []
    var imagePhases: [Int] = []
    var coreCount = 0
    var innerCount = 0
    var innerPlaneWaves = 0
    var nearCount = 0
    var slowCount = 0
    var outerHalf = 0
    for (square, g) in found where !seen.contains(g) {
      var orbit: [ReciprocalVector] = []
      var leader: [Int] = []
      // Operations that keep the wave, each as 12 index + phase.
      var stabiliser: [Int] = []
      for (index, operation) in point.operations.enumerated() {
        let image = point.image(g, operation)
        let phase = point.phase(g, operation)
        imageColumns.append(image)
        imagePhases.append(phase)
        if image == g { stabiliser.append(12 * index + phase) }
        if seen.insert(image).inserted {
          orbit.append(image)
          leader.append(index)
        }
      }
      orbits.append(orbit)
      leaders.append(leader)
      stabilisers.append(stabiliser)
      if square <= core * scale { coreCount = orbits.count }
      if square <= inner * scale {
        innerCount = orbits.count
        innerPlaneWaves += orbit.count
      }
      if square <= 0.5 * outer * scale { outerHalf = orbits.count }
      if square <= near * scale { nearCount = orbits.count }
      if square <= max(120, 4 * inner) * scale { slowCount = orbits.count }
    }
    self.orbits = orbits
    self.leaders = leaders
    self.coreCount = coreCount
    self.innerCount = innerCount
    self.innerPlaneWaves = innerPlaneWaves
    self.nearCount = nearCount
    self.slowCount = slowCount
    self.outerHalf = max(outerHalf, innerCount)
    self.outer = outer
    var kinds: [[Int]] = []
    var known: [[Int]: Int] = [:]
    let kindOf = stabilisers.map { stabiliser -> Int in
      if let kind = known[stabiliser] { return kind }
      known[stabiliser] = kinds.count
      kinds.append(stabiliser)
      return kinds.count - 1
    }
    rowOrder = kinds.indices.flatMap { kind in (0..<innerCount).filter { kindOf[$0] == kind } }
    innerRepresentatives = rowOrder.map { orbits[$0][0] }
    self.imageColumns = imageColumns
    self.imagePhases = imagePhases.contains { $0 != 0 } ? imagePhases : []
    nearPlaneWaves = orbits.prefix(nearCount).flatMap { $0 }
    let (order, phases) = (rowOrder, self.imagePhases)
    layouts = point.blocks.map {
      BlockLayout(
        $0, stabilisers: kinds, kindOf: kindOf, leaders: leaders, phases: phases, rowOrder: order)
    }
    reversals = layouts.map { BlockReversal($0, point: point, orbits: orbits) }
  }
}

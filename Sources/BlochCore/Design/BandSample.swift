/// The bands of one geometry as goals see them: sorted in the zone, by irrep at Gamma, K and M, and the
/// derivative of a goal by each of them.
public struct BandSample {
  /// Wave vectors: those of the k-set, then what goals want besides.
  public let points: [KPoint]
  /// Bands at every wave vector.
  public let bands: Int
  /// States of each irrep at Gamma, K and M that are told.
  public let states: Int
  /// [points]: which of Gamma, K and M each is equivalent to, if any.
  public let corners: [Int?]
  /// [points x bands], ascending, Vmax.
  public var energies: [Double]
  /// [points x bands]
  public var derivative: [Double]
  /// [8 x states]: the states of each irrep (raw value - 1), ascending, pairs once; those that the model
  /// does not have are infinite.
  public var levels: [Double]
  /// [8 x states]
  public var levelDerivative: [Double]
  /// Gamma, K, M: [3][bands]: which of `levels` each band is; -1 for none.
  private(set) var order: [[Int]]

  public init(points: [KPoint], bands: Int, states: Int) {
    self.points = points
    self.bands = bands
    self.states = states
    corners = points.map { WedgePlace.locate($0, symmetry: .c6).place.corner }
    energies = [Double](repeating: 0, count: points.count * bands)
    derivative = energies
    levels = [Double](repeating: .infinity, count: 8 * states)
    levelDerivative = levels
    order = [[Int]](repeating: [Int](repeating: -1, count: bands), count: 3)
  }

  /// Position of a state in `levels`.
  public func level(_ irrep: Irrep, _ state: Int) -> Int { (irrep.rawValue - 1) * states + state }

  public static func irrep(ofLevel level: Int, states: Int) -> Irrep {
    Irrep(rawValue: level / states + 1) ?? .unknown
  }

  /// Sorts the bands at Gamma, K and M and clears the derivatives, after energies and levels were set.
  mutating func prepare() {
    for i in derivative.indices { derivative[i] = 0 }
    for i in levelDerivative.indices { levelDerivative[i] = 0 }
    for (corner, point) in P6.points.enumerated() {
      var next = point.irreps.map { (level: level($0, 0), dimension: $0.dimension, used: 0) }
      var n = 0
      while n < bands {
        var best = 0
        for i in next.indices.dropFirst()
        where energy(next[i].level, next[i].used) < energy(next[best].level, next[best].used) {
          best = i
        }
        let found = next[best].level + next[best].used
        next[best].used += 1
        for _ in 0..<next[best].dimension where n < bands {
          order[corner][n] = next[best].used <= states ? found : -1
          n += 1
        }
      }
    }
    for (p, corner) in corners.enumerated() {
      guard let corner else { continue }
      for n in 0..<bands {
        energies[p * bands + n] = order[corner][n] < 0 ? .infinity : levels[order[corner][n]]
      }
    }
  }

  private func energy(_ first: Int, _ state: Int) -> Double {
    state < states ? levels[first + state] : .infinity
  }

  /// Hands the derivatives by bands at Gamma, K and M on to the states they are.
  mutating func distribute() {
    for (p, corner) in corners.enumerated() {
      guard let corner else { continue }
      for n in 0..<bands where order[corner][n] >= 0 {
        levelDerivative[order[corner][n]] += derivative[p * bands + n]
      }
    }
  }
}

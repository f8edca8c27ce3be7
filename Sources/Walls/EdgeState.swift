/// A state of a strip between the bands of its crystals, bound to a wall.
public struct EdgeState: Sendable, Equatable {
  /// Energy and its largest error, in the records' unit; the part of the error that is half the splitting of states that
  /// walls far from each other share.
  public var energy: Double
  public var error: Double
  public var splitting: Double
  /// Number of the wall that it is at, and how much of |u|^2 is closer to this wall than to others.
  public var wall: Int
  public var share: Double
  /// Mean distance of |u|^2 from the wall, in layers.
  public var depth: Double
  /// dE/dkappa.
  public var slope: Double
  /// [2 layers] |u|^2 in each half layer.
  public var profile: [Double]
  /// How disorder of the contour couples it to the state that runs the other way, energies per a; nil where that is not asked.
  public var couplings: Couplings?
  /// Under the strip's operations: 1 even, -1 odd, 0 where it has none.
  public var parities: [Int] = []
  /// Number of the branch that it belongs to, counted at each wall.
  public var branch: Int = 0

  /// Root of the mean square of <-k| dH |k> for each part of the contour, in each period on its own, grown or moved by
  /// random lengths with the root mean square 1 a.
  public struct Couplings: Sendable, Equatable {
    public var radius: Double
    public var position: Double
  }
}

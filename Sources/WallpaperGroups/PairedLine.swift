/// A line of the zone's boundary on which time reversal and a glide make all bands come in pairs: (T g)^2 = -1 there.
public struct PairedLine: Sendable {
  /// Index of the glide.
  public let operation: Int
  /// A point of the line in sixths of b1 and b2, and the line's direction.
  public let origin: (m1: Int, m2: Int)
  public let direction: (m1: Int, m2: Int)
  /// The labels of the special points on it: "X-M".
  public let label: String

  /// The lines of a group, one for each pair of labels.
  static func all(of group: WallpaperGroup) -> [PairedLine] {
    var found: [PairedLine] = []
    let points = group.points
    for (index, glide) in group.operations.enumerated() where glide.isMirror {
      // T g keeps the lines on which the glide takes k to -k; k.T is the same all along them.
      let square = (glide * glide).translation(from: .identity)!
      let d = glide.reversedReciprocalDirection
      for point in points {
        for member in point.star {
          let k = (m1: 6 / member.q * member.p1, m2: 6 / member.q * member.p2)
          guard glide.carries(k.m1, k.m2, 6, to: (-k.m1, -k.m2)),
            (k.m1 * square.n1 + k.m2 * square.n2) % 6 != 0
          else { continue }
          let labels = (0..<6).compactMap { tau in
            MirrorLine.stop(at: (k.m1 + tau * d.m1, k.m2 + tau * d.m2), tau: tau, points: points)
          }.map(\.point)
          let label = Set(labels).sorted().map { points[$0].label }.joined(separator: "-")
          if !found.contains(where: { $0.label == label }) {
            found.append(PairedLine(operation: index, origin: k, direction: d, label: label))
          }
        }
      }
    }
    return found
  }
}

extension WallpaperGroup {
  /// Where time reversal and glides pair all bands.
  public var pairedLines: [PairedLine] { PairedLine.all(of: self) }
}

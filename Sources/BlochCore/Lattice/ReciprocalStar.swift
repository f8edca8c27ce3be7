import WallpaperGroups

/// What the operations of a group make of a reciprocal vector G, and with it of a potential's Fourier coefficient:
///
///     V_RG = V_G exp(-i RG.t),   V_-G = V_G* of a real potential.
///
/// Translations are halves of lattice vectors, so that the phases are signs.
public struct ReciprocalStar: Sendable, Hashable {
  public struct Image: Sendable, Hashable {
    /// RG.
    public let vector: ReciprocalVector
    /// V_RG/V_G, 1 or -1.
    public let sign: Double
  }

  /// One for each different RG, in the order of the operations, G itself first.
  public let images: [Image]
  /// Whether two operations give one vector opposite signs, so that V_G = 0.
  public let isAbsent: Bool
  /// Whether -G is among the images: V_G is real then, with the origins of `WallpaperGroups`.
  public let isReal: Bool

  public init(of g: ReciprocalVector, group: WallpaperGroup) {
    var images: [Image] = []
    var isAbsent = false
    for operation in group.operations {
      let (m1, m2) = operation.image(m1: g.n1, m2: g.n2)
      let image = Image(
        vector: ReciprocalVector(m1, m2),
        sign: (m1 * operation.t1 + m2 * operation.t2) & 1 == 0 ? 1 : -1)
      if let same = images.first(where: { $0.vector == image.vector }) {
        if same.sign != image.sign { isAbsent = true }
      } else {
        images.append(image)
      }
    }
    self.images = images
    self.isAbsent = isAbsent
    let opposite = ReciprocalVector(-g.n1, -g.n2)
    isReal = images.contains { $0.vector == opposite }
  }

  public var vector: ReciprocalVector { images[0].vector }

  /// Number of real numbers that the coefficients follow from: 0, 1 or 2.
  public var parameters: Int { isAbsent ? 0 : isReal ? 1 : 2 }

  /// The images without those that are the negative of an earlier one: with their negatives, all waves of the star.
  public var half: [Image] {
    if !isReal || vector == ReciprocalVector(0, 0) { return images }
    var kept: [Image] = []
    for image in images {
      let opposite = ReciprocalVector(-image.vector.n1, -image.vector.n2)
      if !kept.contains(where: { $0.vector == opposite }) { kept.append(image) }
    }
    return kept
  }

  /// The image, or negative of one, that stands for all: of largest n1, then least |n2|, then positive n2.
  public var representative: (vector: ReciprocalVector, sign: Double, isConjugate: Bool) {
    let both = images.flatMap { image in
      let opposite = ReciprocalVector(-image.vector.n1, -image.vector.n2)
      return [(image.vector, image.sign, false), (opposite, image.sign, true)]
    }
    return both.max { l, r in
      (l.0.n1, -abs(l.0.n2), l.0.n2, l.2 ? 0 : 1) < (r.0.n1, -abs(r.0.n2), r.0.n2, r.2 ? 0 : 1)
    }!
  }
}

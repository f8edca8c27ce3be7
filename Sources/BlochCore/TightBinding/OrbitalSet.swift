/// How many orbitals of each kind a symmetry-enhanced tight-binding model has, all of them on
/// Wyckoff position 1a, where the full C6 symmetry holds.
///
/// Source: arXiv:1912.03296, appendix H.
public struct OrbitalSet: Sendable, Hashable {
  public var s: Int
  /// Pairs with m = +-1.
  public var p: Int
  /// Pairs with m = +-2.
  public var d: Int
  public var f: Int

  public init(s: Int, p: Int, d: Int, f: Int) {
    self.s = s
    self.p = p
    self.d = d
    self.f = f
  }

  /// The paper's choice: 21 basis functions, 245 coefficients.
  public static let standard = OrbitalSet(s: 4, p: 4, d: 3, f: 3)

  /// Basis functions: n.
  public var dimension: Int { s + 2 * p + 2 * d + f }
  /// On-site energies: one an orbital.
  public var onSiteCount: Int { s + p + d + f }
  /// Hopping amplitudes along a1: n (n + 1)/2.
  public var hoppingCount: Int { dimension * (dimension + 1) / 2 }
  /// All that the model is made of, on-site energies first.
  public var coefficientCount: Int { onSiteCount + hoppingCount }

  /// "4s 4p 3d 3f".
  public var description: String { "\(s)s \(p)p \(d)d \(f)f" }

  /// Reads "4s 4p 3d 3f"; a kind may be left out. Nil for anything else, such as a kind named
  /// twice, no functions at all or more than 32.
  public init?(_ text: String) {
    self.init(s: 0, p: 0, d: 0, f: 0)
    var kinds: Set<Character> = []
    for word in text.split(separator: " ") {
      guard let kind = word.last, kinds.insert(kind).inserted, word.first?.isNumber == true,
        let count = Int(word.dropLast()), (0...32).contains(count)
      else { return nil }
      switch kind {
      case "s": s = count
      case "p": p = count
      case "d": d = count
      case "f": f = count
      default: return nil
      }
    }
    if !(1...32).contains(dimension) { return nil }
  }

  /// The real basis functions in order: s, d pairs, p pairs, f, so that those even under C2 come
  /// first.
  var basis: [BasisFunction] {
    var list: [BasisFunction] = []
    var orbital = 0
    for (kind, count) in [(Irrep.s, s), (.d, d), (.p, p), (.f, f)] {
      for _ in 0..<count {
        for component in 0..<kind.dimension {
          list.append(BasisFunction(kind: kind, orbital: orbital, component: component))
        }
        orbital += 1
      }
    }
    return list
  }
}

/// One real function of the basis: an s or f orbital, or the x- or y-like member of a pair.
struct BasisFunction: Sendable {
  let kind: Irrep
  let orbital: Int
  let component: Int

  var isOdd: Bool { kind == .p || kind == .f }
}

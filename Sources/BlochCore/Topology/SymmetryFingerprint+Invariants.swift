extension SymmetryFingerprint {
  /// Whether an isolated set of bands can have this fingerprint: no negative number, as many bands
  /// at Gamma as at K and M, and the C2 theorem (`P6.equalParity`).
  public var isAllowed: Bool {
    array.allSatisfy { $0 >= 0 } && isInLattice
  }

  /// Whether the fingerprint is an integer combination of band representations: as `isAllowed`, but
  /// numbers may be negative.
  public var isInLattice: Bool {
    let bands = bandCounts
    return bands.gamma == bands.k && bands.gamma == bands.m && obeysC2Theorem
  }

  /// The C2 theorem alone: n_f and n_- agree modulo 2.
  public var obeysC2Theorem: Bool {
    (self[P6.equalParity.0] - self[P6.equalParity.1]) % 2 == 0
  }

  /// Second Stiefel-Whitney number, 0 or 1, of an allowed fingerprint:
  /// floor(N/2) summed over Gamma and the three M points modulo 2, N the number of C2-odd bands.
  /// Source: Ahn, Park and Yang, PRX 9, 021013 (2019).
  public var w2: Int {
    let oddAtGamma = 2 * self[.p] + self[.f]
    return (oddAtGamma / 2 + 3 * (self[.minus] / 2)) & 1
  }

  /// The values 0...3 that the Euler number of an allowed two-band set may take, up to sign and
  /// modulo 6; empty for any other number of bands.
  ///
  /// e2 = m_Gamma + 2 m_K + 3 m_M, with m the angular momenta of an oriented frame: +-1 (p), +-2 (d),
  /// 0 (ss), 3 (ff); 0 (00), +-1 (pair); 0 (++), 1 (--). Where both signs are open (p or d with a
  /// pair at K) two values are possible and only a Wilson loop decides. For s + f the rotation
  /// turns the orientation of the frame round, so e2 = -e2 = 0.
  public var eulerNumbers: [Int] {
    guard isAllowed, bandCounts.gamma == 2 else { return [] }
    if self[.s] == 1 { return [0] }
    let gamma = self[.p] + 2 * self[.d] + 3 * (self[.f] / 2)
    let values = Set(
      [1, -1].map { sign in
        let e = (gamma + 2 * sign * self[.one] + 3 * (self[.minus] / 2) + 6) % 6
        return min(e, 6 - e)
      })
    return values.sorted()
  }

  /// The Euler number of an allowed two-band set up to sign and modulo 6, in 0...3; nil when the
  /// irreps leave two values open, and for any other number of bands.
  public var eulerNumber: Int? {
    let values = eulerNumbers
    return values.count == 1 ? values[0] : nil
  }

  /// Charge that the set, filled, leaves in a 60-degree corner, in twelfths of the elementary
  /// charge, 0..<12: Q6 = (n_+ - n_s - 2 n_d)/4 + (n_0 - n_s - n_f)/6 modulo 1.
  /// Source: Benalcazar, Li and Hughes, PRB 99, 245151 (2019).
  public var cornerChargeTwelfths: Int {
    let q = 3 * (self[.plus] - self[.s] - 2 * self[.d]) + 2 * (self[.zero] - self[.s] - self[.f])
    return ((q % 12) + 12) % 12
  }

  /// `cornerChargeTwelfths` in units of the elementary charge, modulo 1.
  public var cornerCharge: Double { Double(cornerChargeTwelfths) / 12 }
}

import WallpaperGroups

/// Families as records, weights and command lines name them.
extension HamiltonianFamily {
  /// "4s 4p 3d 3f" of p6 with hoppings to the six neighbours, else with the group, "p4 1a:4s4p4d shells=2", and of p2
  /// the lattice too, "p2 ratio=1.3 angle=90.0 1a:3s3p shells=2".
  public var description: String {
    if symmetry == .c6 && shells == 1 { return "\(s)s \(p)p \(d)d \(f)f" }
    var words = [symmetry.group.name]
    if symmetry.group == .p2 {
      words += ["ratio=\(symmetry.lattice.ratio)", "angle=\(symmetry.lattice.degrees)"]
    }
    let orbitals = zip([s, p, d, f], "spdf").filter { $0.0 > 0 }.map { "\($0)\($1)" }
    return (words + ["1a:" + orbitals.joined(), "shells=\(shells)"]).joined(separator: " ")
  }

  /// Reads what `description` writes, and lists without a group, such as "4s 4p 3d" or "1a:4s4p4d shells=2"; a kind may be
  /// left out. Nil for anything else, such as a kind named twice, no functions at all or more than 32.
  /// - Parameter symmetry: where the text names no group.
  public init?(_ text: String, symmetry: CrystalSymmetry = .c6) {
    var counts: [Character: Int] = [:]
    var numbers: [String: Double] = [:]
    var name: String?
    func take(_ token: Substring) -> Bool {
      guard let kind = token.last, "spdf".contains(kind), counts[kind] == nil,
        token.dropLast().allSatisfy(\.isWholeNumber), let count = Int(token.dropLast())
      else { return false }
      counts[kind] = count
      return true
    }
    for word in text.split(separator: " ") {
      if word.hasPrefix("p"), name == nil, counts.isEmpty {
        name = String(word)
      } else if let at = word.firstIndex(of: "=") {
        let key = String(word[..<at])
        guard ["shells", "ratio", "angle"].contains(key), numbers[key] == nil,
          let value = Double(word[word.index(after: at)...])
        else { return nil }
        numbers[key] = value
      } else if word.hasPrefix("1a:") {
        var rest = word.dropFirst(3)
        while let end = rest.firstIndex(where: \.isLetter) {
          guard take(rest[...end]) else { return nil }
          rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { return nil }
      } else if !take(word) {
        return nil
      }
    }
    guard let shells = Int(exactly: numbers["shells"] ?? 1),
      let own = Self.symmetry(name, numbers, symmetry)
    else { return nil }
    self.init(
      own, s: counts["s"] ?? 0, p: counts["p"] ?? 0, d: counts["d"] ?? 0, f: counts["f"] ?? 0,
      shells: shells)
  }

  private static func symmetry(
    _ name: String?, _ numbers: [String: Double], _ usual: CrystalSymmetry
  ) -> CrystalSymmetry? {
    guard let name else { return numbers["ratio"] == nil && numbers["angle"] == nil ? usual : nil }
    let shape: (Double, Double)? = ["p4": (1, 90), "p6": (1, 60)][name]
    guard let ratio = numbers["ratio"] ?? shape?.0, let angle = numbers["angle"] ?? shape?.1 else {
      return nil
    }
    return try? CrystalSymmetry(group: name, ratio: ratio, degrees: angle)
  }
}

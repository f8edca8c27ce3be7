extension P6 {
  /// The bands at the high-symmetry points, in the order of `points`.
  static func corners(_ bands: [SpecialPointBands]) throws(TopologyError) -> [SpecialPointBands] {
    var found: [SpecialPointBands] = []
    for (label, _) in points {
      guard let point = bands.first(where: { $0.label == label }) else {
        throw .notP6(missing: label)
      }
      found.append(point)
    }
    return found
  }
}

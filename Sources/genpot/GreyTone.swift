import Foundation

/// What the grey values of a picture are, where they are not all black and white.
struct GreyTone: CustomStringConvertible {
  let description: String

  /// Nil where nothing is to be told: black and white alone, or many values that reach from one to the other.
  /// - Parameters:
  ///   - values: brightness, 0 to 1.
  ///   - maximum: the grey value of white.
  init?(_ values: [Float], maximum: Int) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    guard high > low else { return nil }
    func level(_ x: Float) -> String { "\(Int((x * Float(maximum)).rounded()))" }
    let span = "\(level(low)) and \(level(high)) of \(maximum)"
    let depth = String(format: "%.3g and %.3g Vmax", low, high)
    let between = values.count { $0 > low && $0 < high }
    if between == 0 {
      if low == 0, high == 1 { return nil }
      description =
        "its two grey values are \(span): the potential is \(depth); --stretch makes them 0 and Vmax"
      return
    }
    // Rims, and what lossy compression leaves around black and white.
    let edge = 0.05 * (high - low)
    let grey = values.count { $0 > low + edge && $0 < high - edge }
    if 4 * grey <= values.count {
      let share = String(format: "%.3g", 100 * Double(between) / Double(values.count))
      description =
        "\(share) % of its pixels are grey, between values of \(span) (\(depth)): rims stay grey; "
        + "--levels 2 cuts half-way to 0 and Vmax"
    } else if low > 0.02 || high < 0.98 {
      description =
        "its grey values reach from \(span.replacingOccurrences(of: " and ", with: " to ")): "
        + "the potential lies between \(depth); --stretch makes it reach from 0 to Vmax"
    } else {
      return nil
    }
  }
}

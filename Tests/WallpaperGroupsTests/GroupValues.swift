import FoundationEssentials
import WallpaperGroups

/// What an independent program found for every group, from the same generators (Values/groups.json). Numbers of a
/// vector stand in one string, fractions as "1/2".
struct GroupValues: Decodable {
  struct Irrep: Decodable {
    let symbol: String
    let dimension: Int?
    let rotationNumbers: [Int]?
    let orbital: String?
    let characters: String

    var complexCharacters: [(Double, Double)] {
      characters.split(separator: " ").map { GroupValues.complex(String($0)) }
    }
  }

  struct Point: Decodable {
    let label: String
    let k: String
    let star: [String]
    let littleGroup: String
    let irreps: [Irrep]
  }

  struct Wyckoff: Decodable {
    let letter: String
    let multiplicity: Int
    let kind: String
    let orbit: [String]
    let siteGroup: [String]
    let irreps: [Irrep]
  }

  struct Entry: Decodable {
    let point: String
    let symbol: String
    let bands: Int
    let kind: String
  }

  struct Representation: Decodable {
    let site: String
    let symbol: String
    let bands: Int
    let vector: String
    let decomposable: Bool
    let decomposableWithoutIndicator: Bool
  }

  struct Charge: Decodable {
    let site: String
    let order: Int
    let form: String
  }

  struct Nodes: Decodable {
    let orbit: Int
    let form: [Int]
  }

  struct Parity: Decodable {
    let point: String
    let weight: Int
    let odd: String
  }

  struct RotationForm: Decodable {
    let modulus: Int
    let coefficients: [Int]
  }

  struct Tables: Decodable {
    let entries: [Entry]
    let compatibility: [String]
    let rank: Int
    let representations: [Representation]
    let relations: [String]
    let indicator: [Int]
    let bands: [String]
    let atomic: [String]
    let rotationForm: RotationForm?
    let dipole: [String]?
    let charges: [Charge]
    let counts: [[Int]]
    let corners: [String]
    let images: Int
    let gridPoints: Int
  }

  let name: String
  let number: Int
  let system: String
  let hasTwofoldRotation: Bool
  let operations: [String]
  let points: [Point]
  let wyckoff: [Wyckoff]
  let nodes: Nodes?
  let parities: [Parity]
  let pairedLines: [String]
  let lowest: String
  let timeReversal: Tables
  let noTimeReversal: Tables

  func tables(_ reversal: Bool) -> Tables { reversal ? timeReversal : noTimeReversal }

  static let all: [GroupValues] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Values/groups.json")
    return try! JSONDecoder().decode([GroupValues].self, from: Data(contentsOf: file))
  }()

  static func vector(_ text: String) -> [Int] { text.split(separator: " ").map { Int($0)! } }

  /// Numerators over the denominator, which every fraction of the text divides.
  static func fractions(_ text: String, over denominator: Int) -> [Int] {
    text.split(separator: " ").map {
      let parts = $0.split(separator: "/").map { Int($0)! }
      let (numerator, divisor) = (parts[0], parts.count > 1 ? parts[1] : 1)
      precondition(denominator % divisor == 0)
      return numerator * denominator / divisor
    }
  }

  /// "W row by row|t", t in fractions.
  static func operation(_ text: String) -> Operation {
    let parts = text.split(separator: "|").map(String.init)
    let (w, t) = (vector(parts[0]), fractions(parts[1], over: 2))
    return Operation(w[0], w[1], w[2], w[3], t1: t[0], t2: t[1])
  }

  /// "-0.5+0.866025i", "1".
  static func complex(_ text: String) -> (Double, Double) {
    guard text.hasSuffix("i") else { return (Double(text)!, 0) }
    let body = text.dropLast()
    let split = body.lastIndex { $0 == "+" || $0 == "-" }!
    return (Double(body[..<split])!, Double(body[split...])!)
  }
}

/// Whether exact characters are those of the file, which has six digits.
func isClose(_ exact: [Cyclotomic], _ values: [(Double, Double)]) -> Bool {
  exact.count == values.count
    && zip(exact, values).allSatisfy {
      abs($0.real - $1.0) < 1e-5 && abs($0.imaginary - $1.1) < 1e-5
    }
}

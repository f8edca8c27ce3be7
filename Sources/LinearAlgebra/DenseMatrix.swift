/// What the solvers need of a matrix, real or complex, so that they are written once.
public protocol DenseMatrix: Sendable {
  /// Doubles an element takes: 1 real, 2 complex (real and imaginary part interleaved).
  static var components: Int { get }
  var rows: Int { get }
  var columns: Int { get }
  /// Column-major: element (i, j) starts at components * (i + j * rows).
  var storage: [Double] { get set }

  /// A matrix of zeros.
  init(rows: Int, columns: Int)

  /// The first `count` columns of a matrix.
  init(prefix count: Int, of other: Self)

  /// Lower triangle of self := self + alpha a a^H.
  mutating func addSquare(_ alpha: Double, _ a: Self)

  /// Lower triangle of self := self + alpha (a b^H + b a^H).
  mutating func addSymmetricProduct(_ alpha: Double, _ a: Self, _ b: Self)

  /// self := self + alpha a b, with the adjoint of a or b on request.
  mutating func add(_ alpha: Double, _ a: Self, transposed: Bool, _ b: Self, transposed: Bool)

  /// self := L^-1 self, or self L^-H; L is the lower triangle of a matrix.
  mutating func solveLower(_ factor: Self, fromRight: Bool)

  /// self := L^-H self.
  mutating func solveLowerAdjoint(_ factor: Self)

  /// a^H b.
  static func adjointProduct(_ a: Self, _ b: Self) -> Self

  /// The lowest `count` pairs of H x = E S x; only the lower triangles are read.
  /// - Parameter withVectors: without, `vectors` has no columns and the work is a third.
  /// - Throws: `LinearAlgebraError` when S is not positive definite or the iteration fails.
  static func lowestEigenpairs(
    _ matrix: Self, overlap: Self?, count: Int, withVectors: Bool
  ) throws -> Eigenpairs<Self>

  /// Pairs of H x = E S x by number, ascending; only the lower triangles are read.
  /// - Throws: `LinearAlgebraError` when S is not positive definite or the iteration fails.
  static func eigenpairs(
    _ matrix: Self, overlap: Self?, range: Range<Int>
  ) throws -> Eigenpairs<Self>
}

extension DenseMatrix {
  /// Multiplies each column by a factor: [columns].
  public mutating func scaleColumns(_ factors: [Double]) {
    let height = Self.components * rows
    storage.withUnsafeMutableBufferPointer { s in
      for (j, factor) in factors.enumerated() {
        let column = s.baseAddress! + j * height
        for i in 0..<height { column[i] *= factor }
      }
    }
  }

  /// self := self + alpha a.
  public mutating func add(_ alpha: Double, _ a: Self) {
    a.storage.withUnsafeBufferPointer { a in
      storage.withUnsafeMutableBufferPointer { s in
        for i in 0..<s.count { s[i] += alpha * a[i] }
      }
    }
  }

  /// self := self + alpha a b.
  public mutating func add(_ alpha: Double, _ a: Self, _ b: Self) {
    add(alpha, a, transposed: false, b, transposed: false)
  }

  /// self := self + alpha a b, with the adjoint of a on request.
  public mutating func add(_ alpha: Double, _ a: Self, transposed: Bool, _ b: Self) {
    add(alpha, a, transposed: transposed, b, transposed: false)
  }

  /// Numbers of column j.
  public func numbers(ofColumn j: Int) -> ArraySlice<Double> {
    let height = Self.components * rows
    return storage[j * height..<(j + 1) * height]
  }

  /// self := self + alpha 1.
  public mutating func addDiagonal(_ alpha: Double) {
    for i in 0..<rows { storage[Self.components * (i + i * rows)] += alpha }
  }

  public init(prefix count: Int, of other: Self) {
    self.init(rows: other.rows, columns: count)
    storage = Array(other.storage.prefix(Self.components * other.rows * count))
  }
}

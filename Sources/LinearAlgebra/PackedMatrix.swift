/// The matrix W of y += x W^T, laid out once for many products with few rows.
public final class PackedMatrix: @unchecked Sendable {
  public let rows: Int
  public let columns: Int
  /// Panels of 48 rows of W, the last with fewer vectors.
  private let panels: UnsafeMutablePointer<Panel.Lane>

  /// - Parameters:
  ///   - matrix: [rows x columns], row-major.
  ///   - rows: of W, the columns of y.
  ///   - columns: of W and of x.
  public init(_ matrix: UnsafePointer<Float>, rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    panels = .allocate(capacity: max(1, Panel.vectors(rows) * columns))
    for first in stride(from: 0, to: rows, by: Panel.width) {
      Panel.pack(
        SingleMatrix(matrix + first * columns, stride: columns, transposed: true), inner: columns,
        columns: min(Panel.width, rows - first), into: panels + first / 16 * columns)
    }
  }

  /// The transpose of a matrix, for products y += x M.
  /// - Parameter transposing: M, [columns x rows], row-major.
  public init(transposing matrix: UnsafePointer<Float>, rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    panels = .allocate(capacity: max(1, Panel.vectors(rows) * columns))
    for first in stride(from: 0, to: rows, by: Panel.width) {
      Panel.pack(
        SingleMatrix(matrix + first, stride: rows), inner: columns,
        columns: min(Panel.width, rows - first), into: panels + first / 16 * columns)
    }
  }

  deinit { panels.deallocate() }

  /// y += x W^T.
  /// - Parameters:
  ///   - x: [count x columns], row-major.
  ///   - y: [count x rows], row-major.
  public func addProduct(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    for first in stride(from: 0, to: rows, by: Panel.width) {
      Panel.multiply(
        SingleMatrix(x, stride: columns), rows: count, inner: columns,
        panels + first / 16 * columns, columns: min(Panel.width, rows - first), adds: true,
        into: y + first, stride: rows)
    }
  }
}

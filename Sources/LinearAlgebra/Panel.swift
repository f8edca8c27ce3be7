/// The kernel of the products in single precision: eight rows of a times a panel of b, up to 48
/// columns that three SIMD vectors hold, stay in 24 registers while the sum runs.
enum Panel {
  typealias Lane = SIMD16<Float>
  static let width = 48
  static let height = 8

  /// Vectors that hold `columns` columns.
  static func vectors(_ columns: Int) -> Int { (columns + 15) / 16 }

  /// Lays columns of b out as a panel [inner][vectors], with zeros beyond the last column.
  /// - Parameters:
  ///   - b: its first element; b.stride from row to row, or from column to column where transposed.
  ///   - columns: at most 48.
  static func pack(
    _ b: SingleMatrix, inner: Int, columns: Int, into panel: UnsafeMutablePointer<Lane>
  ) {
    let vectors = vectors(columns)
    for part in 0..<vectors {
      let count = min(16, columns - 16 * part)
      let target = panel + part
      if !b.transposed {
        for k in 0..<inner {
          target[k * vectors] = load(b.base + k * b.stride + 16 * part, count)
        }
      } else {
        let first = b.base + 16 * part * b.stride
        var k = 0
        while k < inner {
          let depth = min(16, inner - k)
          var block = Block(repeating: .zero)
          for c in 0..<count { block[c] = load(first + c * b.stride + k, depth) }
          transpose(&block)
          for d in 0..<depth { target[(k + d) * vectors] = block[d] }
          k += 16
        }
      }
    }
  }

  /// c := a panel, or c += a panel.
  /// - Parameters:
  ///   - a: its first element; a.stride from row to row, or from term to term where transposed.
  ///   - rows: of a and c.
  ///   - inner: terms of each sum, as many as the panel has.
  ///   - columns: of c that the panel holds.
  ///   - stride: from one row of c to the next.
  static func multiply(
    _ a: SingleMatrix, rows: Int, inner: Int, _ panel: UnsafePointer<Lane>, columns: Int,
    adds: Bool, into c: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let product = Product(
      a: a, rows: rows, inner: inner, panel: panel, columns: columns, adds: adds, c: c,
      stride: stride)
    switch vectors(columns) {
    case 3: product.run(Row3.self)
    case 2: product.run(Row2.self)
    default: product.run(Row1.self)
    }
  }

  @inline(__always)
  private static func load(_ p: UnsafePointer<Float>, _ count: Int) -> Lane {
    if count == 16 { return UnsafeRawPointer(p).loadUnaligned(as: Lane.self) }
    var lane = Lane.zero
    for l in 0..<count { lane[l] = p[l] }
    return lane
  }

  private typealias Block = InlineArray<16, Lane>

  /// Four perfect shuffles of the 256 numbers.
  @inline(__always)
  private static func transpose(_ block: inout Block) {
    for _ in 0..<4 {
      var next = Block(repeating: .zero)
      for i in 0..<8 {
        next[2 * i].evenHalf = block[i].lowHalf
        next[2 * i].oddHalf = block[i + 8].lowHalf
        next[2 * i + 1].evenHalf = block[i].highHalf
        next[2 * i + 1].oddHalf = block[i + 8].highHalf
      }
      block = next
    }
  }
}

/// One row of a times a panel.
private protocol PanelRow {
  static var vectors: Int { get }
  init()
  mutating func add(_ b: UnsafePointer<Panel.Lane>, _ a: Float)
  func lane(_ part: Int) -> Panel.Lane
}

private struct Row1: PanelRow {
  static var vectors: Int { 1 }
  var x = Panel.Lane.zero

  @inline(__always)
  mutating func add(_ b: UnsafePointer<Panel.Lane>, _ a: Float) {
    x.addProduct(b[0], Panel.Lane(repeating: a))
  }

  @inline(__always)
  func lane(_ part: Int) -> Panel.Lane { x }
}

private struct Row2: PanelRow {
  static var vectors: Int { 2 }
  var x = Panel.Lane.zero
  var y = Panel.Lane.zero

  @inline(__always)
  mutating func add(_ b: UnsafePointer<Panel.Lane>, _ a: Float) {
    let a = Panel.Lane(repeating: a)
    x.addProduct(b[0], a)
    y.addProduct(b[1], a)
  }

  @inline(__always)
  func lane(_ part: Int) -> Panel.Lane { part == 0 ? x : y }
}

private struct Row3: PanelRow {
  static var vectors: Int { 3 }
  var x = Panel.Lane.zero
  var y = Panel.Lane.zero
  var z = Panel.Lane.zero

  @inline(__always)
  mutating func add(_ b: UnsafePointer<Panel.Lane>, _ a: Float) {
    let a = Panel.Lane(repeating: a)
    x.addProduct(b[0], a)
    y.addProduct(b[1], a)
    z.addProduct(b[2], a)
  }

  @inline(__always)
  func lane(_ part: Int) -> Panel.Lane { part == 0 ? x : (part == 1 ? y : z) }
}

/// The arguments of `Panel.multiply`.
private struct Product {
  let a: SingleMatrix
  let rows: Int
  let inner: Int
  let panel: UnsafePointer<Panel.Lane>
  let columns: Int
  let adds: Bool
  let c: UnsafeMutablePointer<Float>
  let stride: Int

  @inline(__always)
  func run<Row: PanelRow>(_: Row.Type) {
    // Each call knows one of the strides while it is compiled.
    if a.transposed {
      run(Row.self, rowStride: 1, termStride: a.stride)
    } else {
      run(Row.self, rowStride: a.stride, termStride: 1)
    }
  }

  @inline(__always)
  private func run<Row: PanelRow>(_: Row.Type, rowStride s: Int, termStride: Int) {
    var row = 0
    while row + Panel.height <= rows {
      var (r0, r1, r2, r3) = (Row(), Row(), Row(), Row())
      var (r4, r5, r6, r7) = (Row(), Row(), Row(), Row())
      var at = panel
      let x0 = a.base + row * s
      let (x1, x2, x3) = (x0 + s, x0 + 2 * s, x0 + 3 * s)
      let (x4, x5, x6, x7) = (x0 + 4 * s, x0 + 5 * s, x0 + 6 * s, x0 + 7 * s)
      var k = 0
      for _ in 0..<inner {
        r0.add(at, x0[k])
        r1.add(at, x1[k])
        r2.add(at, x2[k])
        r3.add(at, x3[k])
        r4.add(at, x4[k])
        r5.add(at, x5[k])
        r6.add(at, x6[k])
        r7.add(at, x7[k])
        at += Row.vectors
        k += termStride
      }
      store(r0, row)
      store(r1, row + 1)
      store(r2, row + 2)
      store(r3, row + 3)
      store(r4, row + 4)
      store(r5, row + 5)
      store(r6, row + 6)
      store(r7, row + 7)
      row += Panel.height
    }
    while row < rows {
      var one = Row()
      for k in 0..<inner { one.add(panel + k * Row.vectors, a.base[row * s + k * termStride]) }
      store(one, row)
      row += 1
    }
  }

  @inline(__always)
  private func store<Row: PanelRow>(_ sums: Row, _ row: Int) {
    let target = c + row * stride
    if columns == 16 * Row.vectors {
      for part in 0..<Row.vectors {
        let place = UnsafeMutableRawPointer(target + 16 * part)
        let old = adds ? place.loadUnaligned(as: Panel.Lane.self) : .zero
        place.storeBytes(of: old + sums.lane(part), as: Panel.Lane.self)
      }
    } else {
      for part in 0..<Row.vectors {
        let lane = sums.lane(part)
        for l in 0..<min(16, columns - 16 * part) {
          let place = target + 16 * part + l
          place.pointee = (adds ? place.pointee : 0) + lane[l]
        }
      }
    }
  }
}

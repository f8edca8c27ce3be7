import Glibc
import LinearAlgebra

/// y = max(x, 0).
struct ReLU: Layer {
  let width: Int
  var inputs: Int { width }
  var outputs: Int { width }

  func forward(_ io: LayerMemory, _ pass: Pass) {
    pass.forRows { rows in
      for i in rows.lowerBound * width..<rows.upperBound * width { io.y[i] = max(io.x[i], 0) }
    }
  }

  func backward(_ io: LayerMemory, _ pass: Pass) {
    guard let dx = io.dx else { return }
    nonisolated(unsafe) let target = dx
    pass.forRows { rows in
      for i in rows.lowerBound * width..<rows.upperBound * width {
        let d = io.x[i] > 0 ? io.dy[i] : 0
        target[i] = io.addsToInput ? target[i] + d : d
      }
    }
  }
}

/// Leaves out each number with a probability while training, and scales the others to make up for it.
struct Dropout: Layer {
  let width: Int
  let share: Double
  /// Tells apart the layers of a network.
  let number: Int
  var inputs: Int { width }
  var outputs: Int { width }

  /// The factors of this step: [rows x width].
  func stateCount(rows: Int) -> Int { rows * width }

  func forward(_ io: LayerMemory, _ pass: Pass) {
    guard let position = pass.training else {
      memcpy(io.y, io.x, 4 * pass.rows * width)
      return
    }
    let scale = Float(1 / (1 - share))
    pass.forRows { rows in
      for row in rows {
        var generator = SampleGenerator(
          seed: position.seed,
          index: UInt64(position.step) << 24 | UInt64(number) << 16 | UInt64(position.row + row),
          purpose: .dropout)
        for i in row * width..<(row + 1) * width {
          io.state[i] = generator.uniform() <= share ? 0 : scale
          io.y[i] = io.x[i] * io.state[i]
        }
      }
    }
  }

  func backward(_ io: LayerMemory, _ pass: Pass) {
    guard let dx = io.dx else { return }
    nonisolated(unsafe) let target = dx
    pass.forRows { rows in
      for i in rows.lowerBound * width..<rows.upperBound * width {
        let d = io.dy[i] * (pass.training == nil ? 1 : io.state[i])
        target[i] = io.addsToInput ? target[i] + d : d
      }
    }
  }
}

/// Two-dimensional convolution of images [size x size x channels], channels fastest, by im2col and a
/// matrix product. Kernels are [filters x kernel x kernel x channels].
struct Convolution: Layer {
  let name: String
  let size: Int
  let channels: Int
  let filters: Int
  let kernel: Int
  let stride: Int
  /// Zeros before the first row and column.
  let before: Int
  /// Rows and columns of the output.
  let side: Int
  let deviation: Double

  /// - Parameter valid: kernels lie within the image; else as many zeros surround it as make the
  ///   output's size the input's over the stride, the odd one behind.
  init(
    _ name: String, size: Int, channels: Int, filters: Int, kernel: Int, stride: Int, valid: Bool
  ) {
    self.name = name
    self.size = size
    self.channels = channels
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    side = valid ? (size - kernel) / stride + 1 : (size + stride - 1) / stride
    before = valid ? 0 : max(0, (side - 1) * stride + kernel - size) / 2
    deviation = (2 / Double(kernel * kernel * channels)).squareRoot()
  }

  var inputs: Int { size * size * channels }
  var outputs: Int { side * side * filters }
  private var patch: Int { kernel * kernel * channels }

  var parameters: [ParameterShape] {
    [
      ParameterShape(
        name: "\(name).weight", shape: [filters, kernel, kernel, channels], decays: true),
      ParameterShape(name: "\(name).bias", shape: [filters], decays: false),
    ]
  }

  func initialize(_ p: UnsafeMutablePointer<Float>, _ generator: inout SampleGenerator) {
    for (i, value) in generator.normals(filters * patch).enumerated() {
      p[i] = Float(deviation * value)
    }
  }

  /// Images are dealt to four groups, each with sums of its own: the same for every number of threads.
  private static let groups = 4
  /// Output rows whose patches are laid out at once.
  private var strip: Int { max(1, min(side, (1 << 18) / (side * patch))) }

  /// Patches, and their derivatives, of a strip for every group; then sums for the gradient.
  func stateCount(rows: Int) -> Int {
    Self.groups * (2 * strip * side * patch + filters * (patch + 1))
  }

  private func patches(_ io: LayerMemory, _ group: Int) -> UnsafeMutablePointer<Float> {
    io.state + group * 2 * strip * side * patch
  }

  private func sums(_ io: LayerMemory, _ group: Int) -> UnsafeMutablePointer<Float> {
    io.state + Self.groups * 2 * strip * side * patch + group * filters * (patch + 1)
  }

  /// Visits the runs of `kernel * channels` numbers that make the patches of output rows: where a run lies
  /// in the patches, the image row, its first column, and which part of it is inside.
  private func forRuns(_ rows: Range<Int>, _ body: (Int, Int, Int, Range<Int>) -> Void) {
    for row in rows {
      for column in 0..<side {
        let left = column * stride - before
        let inside = max(0, -left)..<max(max(0, -left), min(kernel, size - left))
        for k in 0..<kernel {
          let y = row * stride - before + k
          let at = (((row - rows.lowerBound) * side + column) * kernel + k) * kernel * channels
          body(at, y, left, y >= 0 && y < size ? inside : 0..<0)
        }
      }
    }
  }

  private func gather(
    _ image: UnsafePointer<Float>, _ rows: Range<Int>, _ patches: UnsafeMutablePointer<Float>
  ) {
    forRuns(rows) { at, y, left, inside in
      if inside.count < kernel { memset(patches + at, 0, 4 * kernel * channels) }
      if inside.isEmpty { return }
      memcpy(
        patches + at + inside.lowerBound * channels,
        image + (y * size + left + inside.lowerBound) * channels, 4 * inside.count * channels)
    }
  }

  private func forStrips(_ body: (Range<Int>) -> Void) {
    for first in Swift.stride(from: 0, to: side, by: strip) {
      body(first..<min(side, first + strip))
    }
  }

  func forward(_ io: LayerMemory, _ pass: Pass) {
    pass.team.forEach(Self.groups) { group in
      let patches = patches(io, group)
      let bias = io.parameters + filters * patch
      for row in Swift.stride(from: group, to: pass.rows, by: Self.groups) {
        forStrips { rows in
          gather(io.x + row * inputs, rows, patches)
          let y = io.y + row * outputs + rows.lowerBound * side * filters
          for p in 0..<rows.count * side { for f in 0..<filters { y[p * filters + f] = bias[f] } }
          multiply(
            rows: rows.count * side, columns: filters, inner: patch,
            SingleMatrix(patches, stride: patch),
            SingleMatrix(io.parameters, stride: patch, transposed: true), adds: true, into: y,
            stride: filters)
        }
      }
    }
  }

  func backward(_ io: LayerMemory, _ pass: Pass) {
    pass.team.forEach(Self.groups) { group in
      let patches = patches(io, group)
      let derivative = patches + strip * side * patch
      let sums = sums(io, group)
      memset(sums, 0, 4 * filters * (patch + 1))
      for row in Swift.stride(from: group, to: pass.rows, by: Self.groups) {
        let dx = io.dx.map { $0 + row * inputs }
        if let dx, !io.addsToInput { memset(dx, 0, 4 * inputs) }
        forStrips { rows in
          let dy = io.dy + row * outputs + rows.lowerBound * side * filters
          let count = rows.count * side
          if io.gradient != nil {
            gather(io.x + row * inputs, rows, patches)
            multiply(
              rows: filters, columns: patch, inner: count,
              SingleMatrix(dy, stride: filters, transposed: true),
              SingleMatrix(patches, stride: patch), adds: true, into: sums, stride: patch)
            for p in 0..<count {
              for f in 0..<filters { sums[filters * patch + f] += dy[p * filters + f] }
            }
          }
          guard let dx else { return }
          multiply(
            rows: count, columns: patch, inner: filters, SingleMatrix(dy, stride: filters),
            SingleMatrix(io.parameters, stride: patch), adds: false, into: derivative, stride: patch
          )
          forRuns(rows) { at, y, left, inside in
            let target = dx + (y * size + left) * channels
            for i in inside.lowerBound * channels..<inside.upperBound * channels {
              target[i] += derivative[at + i]
            }
          }
        }
      }
    }
    guard let gradient = io.gradient else { return }
    for i in 0..<filters * (patch + 1) {
      gradient[i] = (0..<Self.groups).reduce(0) { $0 + sums(io, $1)[i] }
    }
  }
}

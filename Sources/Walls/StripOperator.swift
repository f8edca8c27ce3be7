import BlochCore
import LinearAlgebra

/// V of a strip, or b, times states on its plane waves, by transforms to the places of a grid and back.
struct StripOperator<Matrix: DenseMatrix>: Sendable {
  let series: StripSeries
  let waves: StripWaves
  /// Where a layer ends.
  let edge: Double
  private let along: LaneTransform
  let across: LaneTransform
  /// [along][across]
  private let places: [Double]

  typealias Lane = LaneTransform.Lane

  init(_ strip: Strip, _ tables: [WaveCoefficients], _ waves: StripWaves) {
    self.waves = waves
    edge = strip.edge
    let (m, l) = (waves.largestAlong, waves.largestAcross)
    let (farM, farL) = (waves.farthestAlong, waves.farthestAcross)
    series = StripSeries(
      strip, tables, reachAlong: m + farM, reachAcross: l + farL)
    // What wraps round misses all waves wanted.
    along = LaneTransform(count: LaneTransform.length(atLeast: 2 * (m + farM) + 1))
    across = LaneTransform(count: LaneTransform.length(atLeast: 2 * (l + farL) + 1))
    places = Self.places(series, along, across)
  }

  private static func places(
    _ series: StripSeries, _ along: LaneTransform, _ across: LaneTransform
  ) -> [Double] {
    let (rows, width) = (along.count, across.count)
    var grid = [Lane](repeating: .zero, count: 2 * rows * width)
    var spare = [Lane](repeating: .zero, count: 2 * max(rows, width))
    var column = spare
    for m in -series.reachAlong...series.reachAlong {
      for l in -series.reachAcross...series.reachAcross {
        let at = 2 * ((m + rows) % rows * width + (l + width) % width)
        let own = series.index(m, l)
        grid[at][0] = series.values[own]
        if !series.isReal { grid[at + 1][0] = series.imaginary[own] }
      }
    }
    for row in 0..<rows {
      grid.withUnsafeMutableBufferPointer { grid in
        spare.withUnsafeMutableBufferPointer {
          across.transform(
            grid.baseAddress! + 2 * row * width, spare: $0.baseAddress!, forward: false)
        }
      }
    }
    var result = [Double](repeating: 0, count: rows * width)
    for place in 0..<width {
      for row in 0..<rows {
        column[2 * row] = grid[2 * (row * width + place)]
        column[2 * row + 1] = grid[2 * (row * width + place) + 1]
      }
      column.withUnsafeMutableBufferPointer { column in
        spare.withUnsafeMutableBufferPointer {
          along.transform(column.baseAddress!, spare: $0.baseAddress!, forward: false)
        }
      }
      for row in 0..<rows { result[row * width + place] = column[2 * row][0] }
    }
    return result
  }

  /// What a state becomes: on its own waves, and on those beyond where they are wanted.
  struct Image {
    /// [near x states]
    var near: Matrix
    /// [far x states]; no rows unless wanted.
    var far: Matrix
  }

  /// - Parameter states: [near x states].
  func image(_ states: Matrix, withFar: Bool = false) -> Image {
    var result = Image(
      near: Matrix(rows: states.rows, columns: states.columns),
      far: Matrix(rows: withFar ? waves.far.count : 0, columns: states.columns))
    let perLane = 2 / Matrix.components
    let (rows, width) = (along.count, across.count)
    let grid = UnsafeMutablePointer<Lane>.allocate(capacity: 2 * rows * width)
    let spare = UnsafeMutablePointer<Lane>.allocate(capacity: 2 * max(rows, width))
    let column = UnsafeMutablePointer<Lane>.allocate(capacity: 2 * rows)
    defer {
      grid.deallocate()
      spare.deallocate()
      column.deallocate()
    }
    let used = Set(waves.near.map { ($0.m + rows) % rows }).sorted()
    let wanted =
      withFar
      ? Set((waves.near + waves.far).map { ($0.m + rows) % rows }).sorted() : used
    let norm = 1 / Double(rows * width)
    for first in stride(from: 0, to: states.columns, by: 8 * perLane) {
      grid.update(repeating: .zero, count: 2 * rows * width)
      let count = min(8 * perLane, states.columns - first)
      // Two real states are one complex one.
      states.storage.withUnsafeBufferPointer { from in
        for (number, wave) in waves.near.enumerated() {
          let at = 2 * ((wave.m + rows) % rows * width + (wave.l + width) % width)
          for state in 0..<count {
            let place = (first + state) * states.rows + number
            if perLane == 2 {
              grid[at + state % 2][state / 2] = from[place]
            } else {
              grid[at][state] = from[2 * place]
              grid[at + 1][state] = from[2 * place + 1]
            }
          }
        }
      }
      for row in used {
        across.transform(grid + 2 * row * width, spare: spare, forward: false)
      }
      for place in 0..<width {
        for row in 0..<rows {
          column[2 * row] = grid[2 * (row * width + place)]
          column[2 * row + 1] = grid[2 * (row * width + place) + 1]
        }
        along.transform(column, spare: spare, forward: false)
        for row in 0..<rows {
          let value = norm * places[row * width + place]
          column[2 * row] *= value
          column[2 * row + 1] *= value
        }
        along.transform(column, spare: spare, forward: true)
        for row in wanted {
          grid[2 * (row * width + place)] = column[2 * row]
          grid[2 * (row * width + place) + 1] = column[2 * row + 1]
        }
      }
      for row in wanted {
        across.transform(grid + 2 * row * width, spare: spare, forward: true)
      }
      func collect(_ list: [(m: Int, l: Int)], _ to: inout Matrix) {
        let height = to.rows
        to.storage.withUnsafeMutableBufferPointer { to in
          for (number, wave) in list.enumerated() {
            let at = 2 * ((wave.m + rows) % rows * width + (wave.l + width) % width)
            for state in 0..<count {
              let place = (first + state) * height + number
              if perLane == 2 {
                to[place] = grid[at + state % 2][state / 2]
              } else {
                to[2 * place] = grid[at][state]
                to[2 * place + 1] = grid[at + 1][state]
              }
            }
          }
        }
      }
      collect(waves.near, &result.near)
      if withFar { collect(waves.far, &result.far) }
    }
    return result
  }
}

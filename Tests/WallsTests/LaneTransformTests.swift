import Foundation
import LinearAlgebra
import Testing

@Suite struct LaneTransformTests {
  /// Against the sum, with every factor and with lanes that differ.
  @Test(arguments: [1, 2, 3, 4, 5, 8, 30, 48, 50, 360]) func equalsTheSum(count: Int) {
    let plan = LaneTransform(count: count)
    var x = (0..<2 * count).map { i in
      SIMD8<Double>((0..<8).map { sin(Double(i * i + 3 * $0) * 0.37 + 1) })
    }
    let before = x
    var spare = x
    x.withUnsafeMutableBufferPointer { x in
      spare.withUnsafeMutableBufferPointer {
        plan.transform(x.baseAddress!, spare: $0.baseAddress!, forward: true)
      }
    }
    for q in 0..<count {
      for lane in 0..<8 {
        var (re, im) = (0.0, 0.0)
        for p in 0..<count {
          let angle = -2 * Double.pi * Double(p * q % count) / Double(count)
          re += before[2 * p][lane] * cos(angle) - before[2 * p + 1][lane] * sin(angle)
          im += before[2 * p][lane] * sin(angle) + before[2 * p + 1][lane] * cos(angle)
        }
        #expect(abs(re - x[2 * q][lane]) < 1e-11 && abs(im - x[2 * q + 1][lane]) < 1e-11)
      }
    }
    x.withUnsafeMutableBufferPointer { x in
      spare.withUnsafeMutableBufferPointer {
        plan.transform(x.baseAddress!, spare: $0.baseAddress!, forward: false)
      }
    }
    for at in x.indices {
      let error = x[at] / Double(count) - before[at]
      #expect((error * error).max() < 1e-24)
    }
  }

  @Test func lengthsHaveSmallFactors() {
    #expect(LaneTransform.length(atLeast: 97) == 100)
    #expect(LaneTransform.length(atLeast: 128) == 128)
    #expect(LaneTransform.length(atLeast: 1) == 1)
  }
}

import BlochCore
import Testing

@Suite struct QuasiNewtonTests {
  /// Rosenbrock's valley in ten dimensions: the only minimum near the start is 0 at (1, ..., 1).
  @Test func findsTheBottomOfACurvedValley() {
    var calls = 0
    let best = QuasiNewton(evaluations: 300, firstMove: 0.1).minimise(
      [Double](repeating: -0.5, count: 10)
    ) { x in
      calls += 1
      var value = 0.0
      var gradient = [Double](repeating: 0, count: x.count)
      for i in 0..<x.count - 1 {
        let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
        value += 100 * a * a + b * b
        gradient[i] -= 400 * a * x[i] + 2 * b
        gradient[i + 1] += 200 * a
      }
      return (value, gradient)
    }
    #expect(calls <= 300)
    #expect(best.allSatisfy { abs($0 - 1) < 1e-4 }, "\(best)")
  }

  /// A kink along a curved line, as bands that cross make it: |x - y^2| and a slope along it to (1, 1).
  @Test func descendsAlongAKink() {
    let best = QuasiNewton(evaluations: 1000, firstMove: 0.1).minimise([1.5, -0.7]) { x in
      let a = x[0] - x[1] * x[1]
      return (
        abs(a) + 0.1 * (x[1] - 1) * (x[1] - 1),
        [a < 0 ? -1 : 1, (a < 0 ? 2 : -2) * x[1] + 0.2 * (x[1] - 1)]
      )
    }
    #expect(abs(best[0] - 1) < 1e-3 && abs(best[1] - 1) < 1e-3, "\(best)")
  }

  /// Where the function cannot be told, the line search steps back.
  @Test func staysWhereTheFunctionIsFinite() {
    let best = QuasiNewton(evaluations: 100, firstMove: 10).minimise([1]) { x in
      x[0] > 0 ? (x[0] - 2 * x[0].squareRoot(), [1 - 1 / x[0].squareRoot()]) : (.infinity, [.nan])
    }
    #expect(abs(best[0] - 1) < 1e-6)
  }

  /// Without a call there is nothing to know.
  @Test func returnsTheStartWithoutEvaluations() {
    #expect(QuasiNewton(evaluations: 0, firstMove: 1).minimise([3]) { ($0[0], [1]) } == [3])
  }
}

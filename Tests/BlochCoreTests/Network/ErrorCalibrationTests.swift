import BlochCore
import Testing

@Suite struct ErrorCalibrationTests {
  /// The order statistic that stands for the quantile: by the binomial distribution, numbers of which 95 % lie below the
  /// quantile have at most that many below it in 99 of 100 draws.
  @Test func orderStatisticIsAboveTheQuantile() {
    // 0.95^90 = 0.0099: the largest of 90 is above the quantile; of 89 even the largest may not be.
    #expect(ErrorCalibration.rank(of: 90) == 89)
    #expect(ErrorCalibration.rank(of: 89) == 88)
    for count in [200, 1000, 5000] {
      var generator = SplitMix(state: UInt64(count))
      var short = 0
      let draws = 2000
      for _ in 0..<draws {
        let below = (0..<count).count { _ in Double.random(in: 0..<1, using: &generator) < 0.95 }
        if below > ErrorCalibration.rank(of: count) { short += 1 }
      }
      // One in a hundred, with a standard deviation of 0.22 %.
      #expect(Double(short) / Double(draws) < 0.02, "\(count)")
      #expect(
        Double(ErrorCalibration.rank(of: count)) < Double(count) * 0.95 + 3
          * (Double(count) * 0.0475).squareRoot())
    }
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
      return z ^ z >> 31
    }
  }
}

import BlochCore

/// Numbers in -0.5..<0.5.
func arbitraryNumbers(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SampleGenerator(seed: seed, index: 0, purpose: .sampling)
  return (0..<count).map { _ in generator.uniform() - 0.5 }
}

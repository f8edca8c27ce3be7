/// exp(x) in each lane to 2 units in the last place, for |x| <= 87.
@inline(__always)
func exponential(_ x: SIMD16<Float>) -> SIMD16<Float> {
  // x = n log 2 + r with |r| <= log(2)/2; the shift rounds x/log 2 to an integer in the low bits.
  let shift: Float = 0x1.8p23
  let shifted = (x * Float(1.442_695_04)).addingProduct(1, SIMD16(repeating: shift))
  let n = shifted - shift
  let r = x.addingProduct(n, SIMD16(repeating: -0.693_145_75))
    .addingProduct(n, SIMD16(repeating: -1.428_606_8e-6))
  var sum = SIMD16<Float>(repeating: 1.0 / 720)
  for c: Float in [1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1] {
    sum = SIMD16(repeating: c).addingProduct(sum, r)
  }
  let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  return unsafeBitCast(
    unsafeBitCast(sum, to: SIMD16<Int32>.self) &+ exponent, to: SIMD16<Float>.self)
}

/// 1/(1 + exp(-x)).
@inline(__always)
func sigmoid(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let limit = SIMD16<Float>(repeating: 80)
  let bounded = x.replacing(with: limit, where: x .> limit)
  return 1 / (1 + exponential(-bounded.replacing(with: -limit, where: bounded .< -limit)))
}

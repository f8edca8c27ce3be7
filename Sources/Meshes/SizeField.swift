/// The wanted length of edges anywhere: that on the interface, growing with the distance from there.
///
/// h(x) = min(largest, min_j (s_j + gradation |x - x_j|)) over points of the interface, all images.
struct SizeField {
  let largest: Double
  private let gradation: Double
  private let buckets: PeriodicBuckets?
  private let reach: Double

  init(_ interface: Interface, _ group: MotionGroup, largest: Double, gradation: Double) {
    self.largest = largest
    self.gradation = gradation
    var sources: [SIMD3<Double>] = []
    var least = largest
    for line in interface.lines {
      // One in half an edge is enough: h is too large by an eighth of the gradation at most.
      var passed = Double.infinity
      var last = line.points[0]
      for p in line.points {
        passed += length(p.place - last.place) / min(p.spacing, last.spacing)
        last = p
        if p.spacing < largest, passed > 0.25 {
          sources.append(SIMD3(p.place.x, p.place.y, p.spacing))
          passed = 0
          least = min(least, p.spacing)
        }
      }
    }
    reach = (largest - least) / gradation
    buckets =
      sources.isEmpty ? nil : PeriodicBuckets(sources, group, size: max(reach / 2, largest / 4))
  }

  @inline(__always)
  func size(at x: Vector) -> Double {
    guard let buckets else { return largest }
    return buckets.least(around: x, limit: largest, slope: gradation, radius: reach)
  }
}

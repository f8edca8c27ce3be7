/// The vertices on the interface: along each line equally far apart in the integral of ds/h.
struct CurveVertices {
  /// One vertex of the mesh.
  struct Vertex {
    var point: CurvePoint
    /// Position along its line, in edges as long as wanted.
    var parameter: Double
  }

  /// By line of the interface; the last is where the first one's image is, or on a mirror line.
  var lines: [[Vertex]]
  /// By line and point: integral of ds/h from its beginning.
  private let parameters: [[Double]]

  init(_ interface: Interface, _ size: SizeField, _ field: LevelField) throws(MeshError) {
    lines = []
    var all: [[Double]] = []
    for line in interface.lines {
      var parameters = [0.0]
      var last = 1 / size.size(at: line.points[0].place)
      for (a, b) in zip(line.points, line.points.dropFirst()) {
        let next = 1 / size.size(at: b.place)
        parameters.append(
          parameters[parameters.count - 1] + 0.5 * (last + next) * length(b.place - a.place))
        last = next
      }
      let total = parameters[parameters.count - 1]
      let least = line.closing.map { Self.leastEdges($0, field.group) } ?? 1
      let count = max(Int((total - 1e-6).rounded(.up)), least)
      var vertices = [Vertex(point: line.points[0], parameter: 0)]
      for k in stride(from: 1, to: count, by: 1) {
        let t = total * Double(k) / Double(count)
        vertices.append(
          Vertex(point: try Self.point(line, parameters, at: t, field), parameter: t))
      }
      vertices.append(Vertex(point: line.points[line.points.count - 1], parameter: total))
      lines.append(vertices)
      all.append(parameters)
    }
    parameters = all
  }

  /// Six edges around at least.
  private static func leastEdges(_ closing: Motion, _ group: MotionGroup) -> Int {
    6 / group.group.operations[Int(closing.operation)].rotationOrder
  }

  /// A further vertex half-way between vertex `k` of a line and the next.
  mutating func divide(
    _ interface: Interface, line l: Int, after k: Int, _ field: LevelField
  ) throws(MeshError) {
    let t = 0.5 * (lines[l][k].parameter + lines[l][k + 1].parameter)
    let point = try Self.point(interface.lines[l], parameters[l], at: t, field)
    lines[l].insert(Vertex(point: point, parameter: t), at: k + 1)
  }

  private static func point(
    _ line: Interface.Line, _ parameters: [Double], at t: Double, _ field: LevelField
  ) throws(MeshError) -> CurvePoint {
    var (low, high) = (0, parameters.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if parameters[middle] <= t { low = middle } else { high = middle }
    }
    let u = (t - parameters[low]) / (parameters[high] - parameters[low])
    let (a, b) = (line.points[low], line.points[high])
    guard let point = Interface.point(a, b, u, field, tolerance: 1e-8) else {
      throw MeshError(
        "no point of the interface between two that are \(length(b.place - a.place)) apart; the level set is not smooth there"
      )
    }
    return point
  }
}

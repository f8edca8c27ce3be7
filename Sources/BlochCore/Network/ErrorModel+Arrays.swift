extension ErrorModel {
  /// Directions that the last hidden layer is projected on.
  public var rank: Int { covariates.rank }

  /// All numbers of the model by name, for a file.
  public var arrays: [(name: String, shape: [Int], values: [Float])] {
    let count = covariates.count
    var list: [(name: String, shape: [Int], values: [Float])] = [
      ("error.center", [covariates.hidden], covariates.center),
      ("error.basis", [rank, covariates.hidden], covariates.basis),
      ("error.low", [count], standards.low), ("error.high", [count], standards.high),
      ("error.mean", [count], standards.mean), ("error.scale", [count], standards.scale),
      ("error.usual", [ErrorQuantity.allCases.count, bands], usual),
    ]
    for (shape, offset) in network.parameters {
      let values = UnsafeBufferPointer(start: weights.base + offset, count: shape.count)
      list.append((shape.name, shape.shape, Array(values)))
    }
    return list
  }

  /// Puts a model together again.
  /// - Parameters:
  ///   - rank: as `rank` was.
  ///   - owner: the network whose bars these are.
  ///   - array: hands out what `arrays` held, of the shape that is asked for.
  /// - Throws: `SolverError` for numbers that make no model; what `array` throws.
  public init(
    bands: Int, kinds: [String], rank: Int, of owner: TrainedNetwork,
    array: (String, [Int]) throws -> [Float]
  ) throws {
    let hidden = owner.network.lastLayer
    guard (1...owner.family.dimension).contains(bands),
      (1...min(hidden, ErrorCovariates.largestRank)).contains(rank)
    else {
      throw SolverError(
        "its error bars are of \(bands) bands in \(rank) directions; calibrate it again")
    }
    let covariates = ErrorCovariates(
      center: try array("error.center", [hidden]), basis: try array("error.basis", [rank, hidden]),
      input: owner.input)
    let count = covariates.count
    self.init(
      bands: bands, kinds: kinds, covariates: covariates,
      standards: Standards(
        low: try array("error.low", [count]), high: try array("error.high", [count]),
        mean: try array("error.mean", [count]), scale: try array("error.scale", [count])))
    usual = try array("error.usual", [ErrorQuantity.allCases.count, bands])
    guard (standards.scale + usual).allSatisfy({ $0 > 0 }),
      zip(standards.low, standards.high).allSatisfy({ $0 <= $1 })
    else { throw SolverError("its error bars are no positive numbers; calibrate it again") }
    for (shape, offset) in network.parameters {
      weights.assign(try array(shape.name, shape.shape), at: offset)
    }
  }
}

import ArgumentParser

/// One of `count` contiguous parts of a run, "index/count" with 0 <= index < count.
struct Shard: ExpressibleByArgument, CustomStringConvertible {
  let index: Int
  let count: Int

  static let whole = Shard(index: 0, count: 1)

  var description: String { "\(index)/\(count)" }
  var defaultValueDescription: String { description }

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
      count >= 1, count <= 1_000_000, (0..<count).contains(index)
    else { return nil }
    self.init(index: index, count: count)
  }

  /// The samples of this part of `total`: from floor(index total/count) on. The parts differ in
  /// length by one at most.
  func range(of total: Int) -> Range<Int> {
    let (size, rest) = total.quotientAndRemainder(dividingBy: count)
    // floor(i (size count + rest)/count) without overflow.
    func border(_ i: Int) -> Int { i * size + i * rest / count }
    return border(index)..<border(index + 1)
  }
}

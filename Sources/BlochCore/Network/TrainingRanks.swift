/// The processes that train one network together. Every rank calls the same functions in the same order.
public protocol TrainingRanks: AnyObject {
  /// Position of this process, from 0.
  var rank: Int { get }
  var count: Int { get }

  /// The numbers of all ranks, bit by bit: [count x values.count].
  func gather(_ values: [Double]) -> [Double]

  /// Sends part r of `outgoing` [count x size] to rank r; part r of `incoming` [count x size] is what
  /// rank r sent.
  func swap(
    _ outgoing: UnsafePointer<Float>, _ incoming: UnsafeMutablePointer<Float>, size: Int)

  /// `whole` [count x size]: the `part` [size] of every rank.
  func join(_ part: UnsafePointer<Float>, _ whole: UnsafeMutablePointer<Float>, size: Int)
}

/// A process that trains alone.
public final class SingleRank: TrainingRanks {
  public init() {}
  public var rank: Int { 0 }
  public var count: Int { 1 }
  public func gather(_ values: [Double]) -> [Double] { values }

  public func swap(
    _ outgoing: UnsafePointer<Float>, _ incoming: UnsafeMutablePointer<Float>, size: Int
  ) {
    incoming.update(from: outgoing, count: size)
  }

  public func join(_ part: UnsafePointer<Float>, _ whole: UnsafeMutablePointer<Float>, size: Int) {
    whole.update(from: part, count: size)
  }
}

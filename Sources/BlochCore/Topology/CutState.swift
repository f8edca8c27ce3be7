/// What a search of the whole zone says of the cut n|n+1.
public struct CutState: Sendable, Equatable {
  /// n.
  public var cut: Int
  public var verdict: CutNodes.Verdict

  public init(cut: Int, verdict: CutNodes.Verdict) {
    self.cut = cut
    self.verdict = verdict
  }
}

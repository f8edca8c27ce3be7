import BlochCore
import Testing

/// Sets of bands by irreps, by nodes, and by both.
@Suite struct TopologyConnectivityTests {
  /// By irreps three single bands, 1a s each.
  let clustering = try! BandClustering(TopologyClusteringTests.points("sss", "000", "+++"))

  func lastBands(_ cuts: [Int: CutNodes.Verdict], _ source: Connectivity.Source) throws -> [Int?] {
    try clustering.sets(connectivity: Connectivity(cuts: cuts), by: source).map(\.lastBand)
  }

  /// Two sextets between bands 1 and 2, which irreps cannot see.
  @Test func nodesJoinSets() throws {
    let cuts: [Int: CutNodes.Verdict] = [1: .nodes, 2: .gapped]
    #expect(try lastBands(cuts, .irreps) == [1, 2, 3])
    #expect(try lastBands(cuts, .both) == [2, 3])
    // Nothing was searched above band 3.
    #expect(try lastBands(cuts, .nodes) == [2, nil])
    #expect(clustering.disagreements(with: Connectivity(cuts: cuts)) == [1])
    let joined = try clustering.sets(connectivity: Connectivity(cuts: cuts), by: .both)
    #expect(joined[0].hiddenCuts == [1] && joined[0].decomposition?.name == "2 1a s")
  }

  /// What was left unresolved is no gap, neither by the nodes nor by both, and contradicts nothing.
  @Test func unresolvedCuts() throws {
    let cuts: [Int: CutNodes.Verdict] = [1: .unresolved, 2: .gapped]
    #expect(try lastBands(cuts, .nodes) == [2, nil])
    #expect(try lastBands(cuts, .both) == [2, 3])
    #expect(try lastBands(cuts, .irreps) == [1, 2, 3])
    #expect(clustering.disagreements(with: Connectivity(cuts: cuts)).isEmpty)
  }

  /// A gap that the C2 theorem forbids is told, and is none for those who ask for both.
  @Test func gapAgainstTheTheorem() throws {
    let odd = try BandClustering(TopologyClusteringTests.points("sf", "00", "-+"))
    let nodes = Connectivity(cuts: [1: .gapped])
    #expect(odd.disagreements(with: nodes) == [1])
    #expect(try odd.sets(connectivity: nodes, by: .both).map(\.lastBand) == [2])
  }

  /// Two bands with the irreps of 1a p: elementary with Euler number 0, not with 2.
  @Test(arguments: [(0, TopologyVerdict.elementary), (2, .winding)])
  func windingDecides(_ number: Int, _ verdict: TopologyVerdict) throws {
    let pair = try BandClustering(TopologyClusteringTests.points("spp", "011", "+--"))
    let sets = try pair.sets(connectivity: Connectivity(windings: [2...3: number]))
    #expect(sets[1].winding == number && sets[1].verdict == verdict)
    #expect(sets[1].decomposition?.name == "1a p")
  }
}

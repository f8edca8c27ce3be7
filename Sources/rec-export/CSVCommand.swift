import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport
import WallpaperGroups

/// rec-export csv: bands as a table.
struct CSVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "csv",
    abstract: "Write the bands of all records as a table, a row for each k-point.",
    discussion: """
      Example: genpot random -n 2 | solve-seq --path Gamma-K-M-Gamma | rec-export csv -o bands.csv

      Columns: record (from 0), index, name; k1 and k2 along b1 and b2; kx and ky, Cartesian, and the distance along the \
      path, in 1/a; the label of a named point; the weight of an average over the zone; the energies E1, E2, ... in the unit \
      of --units; and the error that they may have at most. Of light, sound and elastic waves there are frequencies f1, f2, \
      ... in place of energies, omega a/(2 pi c) without --units; the error is that of those above 0. What a record lacks is \
      left empty. All records must have as many bands; failed ones and those without bands are left out, and counted on \
      standard error.
      """)

  @Option(help: EnergyUnit.help) var units: EnergyUnit?

  @OptionGroup var report: ReportOptions

  func run() throws {
    try report.keepInputs()
    let sink = try TextSink(path: report.output)
    var bands: Int?
    var first: EnergyScale?
    var leftOut = 0
    try readRecords(report.inputs) { raw, position in
      let record = try raw.decoded()
      guard record.status == .ok, record.hasBands else {
        leftOut += 1
        return
      }
      let table = try record.solution().bands
      let scale = try EnergyUnit.scale(units, of: record)
      if bands == nil {
        bands = table.bands
        first = scale
        let letter = scale.isFrequency ? "f" : "E"
        let energies = (1...table.bands).map { "\(letter)\($0)" }.joined(separator: ",")
        try sink.write("record,index,name,k1,k2,kx,ky,distance,label,weight,\(energies),error\n")
      }
      guard bands == table.bands else {
        throw StreamError(
          .badData,
          "\(table.bands) bands, and \(bands ?? 0) in those before; write such records to files of their own"
        )
      }
      guard scale.isFrequency == first?.isFrequency else {
        throw StreamError(
          .badData,
          "\(scale.isFrequency ? "frequencies" : "energies"), and \(scale.isFrequency ? "energies" : "frequencies") in those before; write such records to files of their own"
        )
      }
      try write(record, table, position, scale, sink)
    }
    try sink.finish()
    if leftOut > 0 { Console.note("rec-export", "left out \(leftOut) records without bands") }
  }

  private func write(
    _ record: PBRecord, _ table: BandTable, _ position: Int, _ scale: EnergyScale, _ sink: TextSink
  ) throws {
    let set = table.kset
    let labels = Dictionary(set.labels.map { ($0.index, $0.text) }) { first, _ in first }
    let start = "\(position),\(record.key.index),\(Self.field(record.key.name)),"
    let told = try record.printedError(scale)
    let error = told.isFinite ? "\(told)" : ""
    let lattice = try record.crystalSymmetry().lattice
    var distance = 0.0
    for (row, k) in set.points.enumerated() {
      let (x, y) = lattice.waveVector(x1: k.x1, x2: k.x2)
      if row > 0 {
        let last = set.points[row - 1]
        let (px, py) = lattice.waveVector(x1: last.x1, x2: last.x2)
        distance += ((x - px) * (x - px) + (y - py) * (y - py)).squareRoot()
      }
      let weight = set.weights.isEmpty ? "" : "\(set.weights[row])"
      let own = table.energies[row * table.bands..<(row + 1) * table.bands]
      let energies = own.map { "\(scale.value($0))" }.joined(separator: ",")
      let label = Self.field(labels[row] ?? "")
      try sink.write(
        start + "\(k.x1),\(k.x2),\(x),\(y),\(distance),\(label),\(weight),\(energies),\(error)\n")
    }
  }

  /// A text as a field (RFC 4180), without characters that a terminal would act on.
  private static func field(_ text: String) -> String {
    let plain = text.asField
    guard plain.contains(where: { ",\"".contains($0) }) else { return plain }
    return "\"" + plain.replacing("\"", with: "\"\"") + "\""
  }
}

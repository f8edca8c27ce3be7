import WallpaperGroups

/// All about one group as tables.
struct GroupPage {
  let tables: SymmetryTables
  var group: WallpaperGroup { tables.group }

  init(_ tables: SymmetryTables) { self.tables = tables }

  var all: [Table] {
    [operations, points, irreps, positions, representations, relations, rules]
      .filter { !$0.rows.isEmpty }
  }

  var markdown: String {
    let reversal = tables.timeReversal ? "with time reversal" : "without time reversal"
    var text = "## \(group.name)\n\nNumber \(group.number), \(group.system) lattice, \(reversal).\n"
    for table in all { text += "\n\(table.title.capitalizedFirst):\n\n" + table.markdown }
    return text
  }

  /// Lines of group, table, row, column and value.
  var tabSeparated: String {
    all.map { table in
      table.rows.map { row in
        zip(table.columns, row).dropFirst().map {
          "\(group.name)\t\(table.title)\t\(row[0])\t\($0)\t\($1)\n"
        }.joined()
      }.joined()
    }.joined()
  }

  private var names: [String] { tables.entries.map { "\($0.label) \($0.symbol)" } }

  private var operations: Table {
    Table(
      title: "operations", columns: ["number", "operation", "kind"],
      rows: group.operations.enumerated().map {
        ["\($0)", "\($1)", GroupText.kind($1, in: group.system)]
      })
  }

  private var points: Table {
    Table(
      title: "special points", columns: ["point", "k", "star", "little group"],
      rows: tables.points.map { point in
        [
          point.label, GroupText.point(ZonePoint(point.p1, point.p2, over: point.q)),
          point.star.map { GroupText.point(ZonePoint($0.p1, $0.p2, over: $0.q)) }
            .joined(separator: " "),
          point.littleGroup.map { "\($0)" }.joined(separator: " "),
        ]
      })
  }

  private var irreps: Table {
    var table = Table(
      title: "irreps", columns: ["irrep", "bands", "m", "characters"])
    if tables.timeReversal { table = Table(title: "irreps", columns: table.columns + ["with T"]) }
    for point in tables.points {
      for (index, irrep) in point.irreps.enumerated() {
        let row = [
          "\(point.label) \(irrep.symbol)", "\(irrep.dimension)",
          irrep.rotationNumbers.map { "\($0)" }.joined(separator: " "),
          irrep.characters.map(GroupText.character).joined(separator: " "),
        ]
        let entry = point.corepresentations.first { $0.irreps.contains(index) }!
        table.rows.append(tables.timeReversal ? row + [entry.symbol] : row)
      }
    }
    return table
  }

  private var positions: Table {
    Table(
      title: "positions", columns: ["position", "points", "site group", "irreps"],
      rows: group.wyckoffPositions.map { position in
        let kinds = [
          WyckoffPosition.Kind.point: "", .line: "mirror line through ", .general: "anywhere: ",
        ]
        return [
          position.name,
          kinds[position.kind]! + position.orbit.map(GroupText.site).joined(separator: " "),
          position.siteGroup.operations.map(\.description).joined(separator: "; "),
          position.irreps.map { "\($0.symbol) \($0.orbital(of: position.siteGroup))" }
            .joined(separator: ", "),
        ]
      })
  }

  private var representations: Table {
    Table(
      title: "band representations",
      columns: ["representation", "bands"]
        + tables.points.map { point in
          "\(point.label): " + point.corepresentations.map(\.symbol).joined(separator: " ")
        } + ["can split"],
      rows: tables.bandRepresentations.map { representation in
        [representation.name, "\(representation.bands)"]
          + tables.points.indices.map { point in
            tables.entries(at: point).map { "\(representation.vector[$0])" }
              .joined(separator: " ")
          } + [representation.isDecomposable ? "yes" : "no"]
      })
  }

  private var relations: Table {
    Table(
      title: "relations", columns: ["line", "operation", "relation"],
      rows: tables.relations.compactMap { relation in
        guard case .line(let operation) = relation.origin else { return nil }
        return [
          relation.label, "\(group.operations[operation])",
          GroupText.equation(relation.row, names),
        ]
      })
  }

  private var rules: Table {
    Table(title: "rules", columns: ["rule", "value"], rows: GroupRules(tables, names).rows)
  }
}

extension String {
  /// With a capital letter in front.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

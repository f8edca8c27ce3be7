import WallpaperGroups

/// What symmetry says about bands, in words.
struct GroupRules {
  let tables: SymmetryTables
  /// The entries of a fingerprint.
  let names: [String]

  init(_ tables: SymmetryTables, _ names: [String]) {
    self.tables = tables
    self.names = names
  }

  var rows: [[String]] {
    indicators + chern + nodes + pairs + charges + relations + zone
  }

  private var group: WallpaperGroup { tables.group }

  private func text(_ form: SymmetryIndicators.Form) -> String {
    "\(GroupText.sum(form.coefficients, names)) mod \(form.modulus)"
  }

  private var indicators: [[String]] {
    [
      [
        "indicators",
        "\(GroupText.indicators(tables.indicators)); sums of band representations span a lattice of rank \(tables.indicators.atomic.count)",
      ]
    ]
      + tables.indicators.forms.map {
        ["indicator", text($0) + ", 0 for sums and differences of band representations"]
      }
  }

  private var chern: [[String]] {
    if tables.timeReversal || group.hasMirror { return [["Chern number", "0"]] }
    return [["Chern number", tables.rotationForm.map(text) ?? "any"]]
  }

  private var nodes: [[String]] {
    guard let rule = tables.nodeRule else { return [] }
    var value = "(nodes above these bands)/\(rule.orbit) = \(text(rule.form))"
    let (added, open) = (
      names.indices.filter { rule.corrections[$0] == 1 },
      names.indices.filter { rule.corrections[$0] == nil }
    )
    if !added.isEmpty {
      value +=
        ", plus 1 for each pair that the cut splits among "
        + added.map { names[$0] }.joined(separator: ", ")
    }
    if !open.isEmpty {
      value += ", where the cut does not split " + open.map { names[$0] }.joined(separator: ", ")
    }
    return [["nodes", value]]
  }

  private var pairs: [[String]] {
    let lines = tables.timeReversal ? group.pairedLines : []
    return lines.isEmpty
      ? [] : [["bands in pairs on", lines.map(\.label).joined(separator: ", ")]]
  }

  private var charges: [[String]] {
    var rows: [[String]] = []
    if let (first, second) = tables.dipole {
      for (axis, form) in [("a1", first), ("a2", second)] {
        rows.append(["dipole along \(axis)", value(form)])
      }
    }
    return rows
      + tables.cornerCharges.map {
        ["charge about \(group.wyckoffPositions[$0.position].name)", value($0.form)]
      }
  }

  private func value(_ form: WannierForm) -> String {
    if form.denominator == 1 { return "0" }
    return "(\(GroupText.sum(form.numerators, names)))/\(form.denominator) mod 1"
  }

  private var relations: [[String]] {
    tables.representationRelations.map {
      ["equal", GroupText.equation($0, tables.bandRepresentations.map(\.name))]
    }
  }

  private var zone: [[String]] {
    let zone = group.zone(timeReversal: tables.timeReversal)
    return [
      [
        "wedge",
        zone.corners.map(GroupText.point).joined(separator: " ")
          + ", 1/\(zone.images.count) of the zone",
      ],
      ["path", zone.defaultPath.map(\.label).joined(separator: "-")],
    ]
  }
}

import Foundation
import Testing

/// Programs from PyPI read what is exported. `scripts/install-python` installs them for `make test`; where it
/// could not these tests are skipped, but never in continuous integration.
@Suite struct PythonToolTests {
  private static func has(_ module: String) -> Bool {
    let folder = CommandRunner.repository.appendingPathComponent(".build/python")
    return ProcessInfo.processInfo.environment["CI"] != nil
      || FileManager.default.fileExists(atPath: folder.appendingPathComponent(module).path)
  }

  private static let setUp = """
    export PYTHONPATH="$REPOSITORY/.build/python" PYTHONDONTWRITEBYTECODE=1
    reference=$REPOSITORY/Tests/Reference
    genpot random -n 3 --seed 7 --alpha 0.5 -o cells.rec.zst

    """

  @Test(.enabled(if: has("pythtb.py"), "no PythTB: run scripts/install-python"))
  func pythTBReproducesTheBands() throws {
    let result = try CommandRunner.run(
      Self.setUp + """
        predict --precision double --path Gamma-K-M-Gamma cells.rec.zst -o path.rec.zst
        predict --precision double --grid 6 cells.rec.zst -o grid.rec.zst
        for bands in path grid; do
          rec-export pythtb --record 1 $bands.rec.zst -o cell.py
          /usr/bin/python3 $reference/compare_exported_model.py $bands.rec.zst 1 pythtb cell.py
        done
        rec-export pythtb --record 2 --unit e0 grid.rec.zst -o cell.py
        /usr/bin/python3 $reference/compare_exported_model.py grid.rec.zst 2 pythtb cell.py 256
        # The program by itself: 61 wave vectors, 21 bands.
        /usr/bin/python3 cell.py | awk '{ print NF }' | uniq -c
        """)
    #expect(result.exitCode == 0, "\(result.summary)")
    #expect(
      String(decoding: result.output, as: UTF8.self) == """
        1281 energies agree
        462 energies agree
        462 energies agree
             61 23

        """)
  }

  @Test(.enabled(if: has("pythtb.py"), "no PythTB: run scripts/install-python"))
  func pythTBReadsTheWannier90Files() throws {
    let result = try CommandRunner.run(
      Self.setUp + """
        predict --precision double --grid 6 cells.rec.zst -o grid.rec.zst
        export="rec-export wannier90 --record 1 grid.rec.zst"
        $export -o wannier90_hr.dat
        $export --file centres -o wannier90_centres.xyz
        $export --file win -o wannier90.win
        /usr/bin/python3 $reference/compare_exported_model.py grid.rec.zst 1 w90 .
        """)
    #expect(result.exitCode == 0, "\(result.summary)")
    #expect(result.output == Data("462 energies agree\n".utf8), "\(result.summary)")
  }

  @Test(.enabled(if: has("pyarrow"), "no pyarrow: run scripts/install-python"))
  func parquetHoldsWhatRecViewShows() throws {
    let result = try CommandRunner.run(
      Self.setUp + """
        genpot random -n 2 --seed 1 --pixels 20 -o bare.rec.zst
        solve-seq cells.rec.zst | fingerprint | cat - bare.rec.zst > all.rec.zst
        fields=key.index,key.seed,geometry.fill_fraction,bands.energies,bands.kpoints,irreps.points[1].irreps
        fields=$fields,topology.sets[0].name,topology.sets[0].fingerprint,bands.energies[2][2]
        rec-view --tsv $fields all.rec.zst > table.tsv
        /usr/bin/python3 "$SAMPLES/to_parquet.py" all.rec.zst all.parquet $(echo $fields | tr , ' ')
        /usr/bin/python3 $reference/compare_parquet.py all.parquet < table.tsv
        # A field that does not exist is told, and nothing is left.
        status=0; /usr/bin/python3 "$SAMPLES/to_parquet.py" all.rec.zst none.parquet nothing 2> message || status=$?
        echo $status $(ls | grep -c none || true); cut -c-41 message
        """)
    #expect(result.exitCode == 0, "\(result.summary)")
    #expect(
      String(decoding: result.output, as: UTF8.self) == """
        9 columns and 5 rows agree
        1 0
        to_parquet.py: no field 'nothing'; Record

        """)
  }
}

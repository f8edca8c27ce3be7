import Foundation
import Testing

/// The scripts that compare executables before and after a change notice one.
@Suite struct GuardTests {
  /// A folder `new` with the tools of this build.
  private static let links = "mkdir new; ln -s \(CommandRunner.binaries.path)/* new/"

  @Test func sameToolsWriteTheSame() throws {
    let result = try CommandRunner.run(
      """
      \(Self.links)
      $REPOSITORY/scripts/same-bytes \(CommandRunner.binaries.path) new target holes irreps view
      """)
    #expect(result.exitCode == 0, "\(result.summary)")
    #expect(
      String(decoding: result.output, as: UTF8.self)
        == "holes          same\nirreps         same\ntarget         same\nview           same\n")
  }

  /// Another number, another header, an error.
  @Test func differencesAreNamed() throws {
    let result = try CommandRunner.run(
      """
      \(Self.links)
      rm new/genpot new/rec-view
      printf '#!/bin/sh\\n[ $1 = random ] && set -- "$@" --vmax 256.0000001 || set -- "$@" --stamp
      exec \(CommandRunner.binaries.path)/genpot "$@"\\n' > new/genpot
      printf '#!/bin/sh\\necho wrong\\nexit 65\\n' > new/rec-view
      chmod +x new/*
      $REPOSITORY/scripts/same-bytes \(CommandRunner.binaries.path) new random-smooth holes view
      """)
    #expect(result.exitCode == 1, "\(result.summary)")
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    try #require(lines.count == 3, "\(result.summary)")
    #expect(
      lines[0]
        == "random-smooth  DIFFERS record 0: geometry.v_max: 256.0 != 256.0000001; all within 1e-6")
    #expect(lines[1] == "holes          records")
    #expect(lines[2].hasPrefix("view           DIFFERS "))
    #expect(lines[2].hasSuffix("; messages differ: > exit 65 "))
  }

  /// Tools that take twice the time, and half of it.
  @Test(arguments: [(steps: 200_000, status: 1), (steps: 50_000, status: 0)])
  func slownessIsNoticed(_ new: (steps: Int, status: Int32)) throws {
    let result = try CommandRunner.run(
      """
      mkdir old new
      stub() {
        printf '#!/bin/bash\\nfor ((i = 0; i < %d; i++)); do :; done\\n' $2 > $1/invdesign
        chmod +x $1/invdesign
        for tool in genpot predict solve-seq; do ln -s /bin/true $1/$tool; done
      }
      stub old 100000
      stub new \(new.steps)
      $REPOSITORY/scripts/bench-guard old new design
      """)
    #expect(result.exitCode == new.status, "\(result.summary)")
  }
}

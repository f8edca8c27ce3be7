import Foundation
import Glibc

/// Runs shell scripts against the tools of this build, each in a fresh folder.
///
/// The outputs go to files, not pipes, so that no amount of output can block the command.
enum CommandRunner {
  /// Seconds after which a command and its children are ended.
  static let timeLimit = 240

  /// The root of the repository.
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Folders under Sources named like a tool: modules begin with a capital letter.
  static let tools: [String] = {
    let sources = repository.appendingPathComponent("Sources").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: sources)) ?? []
    return names.filter { $0.first?.isLowercase == true }.sorted()
  }()

  /// The folder of the built tools: where the running test bundle lies.
  static let binaries: URL = {
    if let folder = ProcessInfo.processInfo.environment["BLOCHPIPE_BIN"] {
      return URL(fileURLWithPath: folder)
    }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return executable.deletingLastPathComponent()
  }()

  /// Runs `sh -eu script` and waits for it.
  ///
  /// - Parameters:
  ///   - script: the script's file.
  ///   - caseFolder: what the script sees as `$CASE`.
  ///   - seconds: after which it is ended.
  /// - Returns: outputs and exit status.
  /// - Throws: ``CommandFailure`` when the shell cannot be started.
  static func run(script: URL, caseFolder: URL, seconds: Int = timeLimit) throws -> CommandResult {
    let files = FileManager.default
    let scratch = files.temporaryDirectory.appendingPathComponent("blochpipe-\(UUID().uuidString)")
    let work = scratch.appendingPathComponent("work")
    try files.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: scratch) }
    let output = scratch.appendingPathComponent("stdout")
    let error = scratch.appendingPathComponent("stderr")

    // Signals may be ignored where the tests were started, and shells cannot undo that.
    let arguments = [
      "/usr/bin/env", "--default-signal", "--chdir=\(work.path)",
      "timeout", "-k", "5", "\(seconds)", "sh", "-eu", script.path,
    ]
    let status = try spawn(
      arguments, environment: environment(caseFolder: caseFolder), output: output.path,
      error: error.path)
    return CommandResult(
      output: try Data(contentsOf: output), error: try Data(contentsOf: error), exitCode: status)
  }

  /// Runs a script given as text, with no case folder.
  static func run(_ text: String, seconds: Int = timeLimit) throws -> CommandResult {
    let script = FileManager.default.temporaryDirectory
      .appendingPathComponent("blochpipe-\(UUID().uuidString).sh")
    try Data(text.utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    return try run(script: script, caseFolder: CommandCase.root, seconds: seconds)
  }

  private static func environment(caseFolder: URL) -> [String] {
    let inherited = ProcessInfo.processInfo.environment
    var variables = [
      "PATH": "\(binaries.path):\(inherited["PATH"] ?? "/usr/bin:/bin")",
      "HOME": inherited["HOME"] ?? "/",
      "LC_ALL": "C.UTF-8",
      "COLUMNS": "80",
      "CASE": caseFolder.path,
      "SAMPLES": repository.appendingPathComponent("samples").path,
      "REPOSITORY": repository.path,
    ]
    for name in ["LLVM_PROFILE_FILE", "LD_LIBRARY_PATH", "TMPDIR"] {
      variables[name] = inherited[name]
    }
    return variables.map { "\($0.key)=\($0.value)" }
  }

  private static func spawn(
    _ arguments: [String], environment: [String], output: String, error: String
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, create, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, error, create, 0o600)

    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer {
      for word in argv + envp { free(word) }
    }

    // Threads of a pool block signals, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var child = pid_t()
    let code = posix_spawn(&child, arguments[0], &actions, &attributes, &argv, &envp)
    guard code == 0 else {
      throw CommandFailure("cannot start \(arguments[0]): \(String(cString: strerror(code)))")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw CommandFailure("waitpid: errno \(errno)") }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}

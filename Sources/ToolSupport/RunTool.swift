import ArgumentParser
import Foundation
import Glibc
import RecordStream

/// Parses the command line, runs the command, and turns every failure into one line on standard
/// error and an exit code of sysexits.h.
public func runTool<Command: ParsableCommand>(_ command: Command.Type) -> Never {
  let tool = Command.configuration.commandName ?? Command._commandName
  // A file over the size limit then fails like a full disk, and the temporary file is removed.
  signal(SIGXFSZ, SIG_IGN)
  do {
    var parsed = try command.parseAsRoot()
    try parsed.run()
    exit(0)
  } catch let error as StreamError {
    Console.note(tool, error.description)
    exit(error.code.rawValue)
  } catch {
    if let status = error as? ExitCode { exit(status.rawValue) }
    let code = command.exitCode(for: error).rawValue
    if code == 0 {
      do {
        let text = command.fullMessage(for: error)
        try ByteSink().write(text.hasSuffix("\n") ? text : text + "\n")
        exit(0)
      } catch {
        Console.note(tool, "\(error)")
        exit(StreamError.Code.inputOutput.rawValue)
      }
    }
    if code == StreamError.Code.usage.rawValue {
      // The last line of the full message names the help of the subcommand that was meant.
      let hint =
        command.fullMessage(for: error).split(separator: "'").last { $0.hasSuffix(" --help") }
      Console.note(tool, "\(command.message(for: error)); see '\(hint ?? "\(tool) --help")'")
      exit(code)
    }
    Console.note(tool, "\(error)")
    exit(StreamError.Code.computationFailed.rawValue)
  }
}

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
        try ByteSink().write(command.fullMessage(for: error) + "\n")
        exit(0)
      } catch {
        Console.note(tool, "\(error)")
        exit(StreamError.Code.inputOutput.rawValue)
      }
    }
    if code == StreamError.Code.usage.rawValue {
      Console.note(tool, "\(command.message(for: error)); see '\(tool) --help'")
      exit(code)
    }
    Console.note(tool, "\(error)")
    exit(StreamError.Code.computationFailed.rawValue)
  }
}

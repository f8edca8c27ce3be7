import ArgumentParser
import CMalloc
import Foundation
import Glibc
import LinearAlgebra
import RecordStream

/// Parses the command line, runs the command, and turns every failure into one line on standard
/// error and an exit code of sysexits.h.
/// - Parameter arranged: the words of a command line in an order in which the parser understands them.
public func runTool<Command: ParsableCommand>(
  _ command: Command.Type, arranged: ([String]) -> [String] = { $0 }
) -> Never {
  let tool = Command.configuration.commandName ?? Command._commandName
  Interruption.handleSignals(tool: tool)
  pinBLASToOneThread()
  // Buffers come and go with every record: the system is not asked for the same pages again.
  mallopt(M_TRIM_THRESHOLD, 256 << 20)
  mallopt(M_MMAP_THRESHOLD, 32 << 20)
  // A file over the size limit then fails like a full disk, and the temporary file is removed.
  signal(SIGXFSZ, SIG_IGN)
  do {
    var parsed = try command.parseAsRoot(joinNegativeNumbers(arranged(commandLine())))
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
        let text = withoutFalseSubcommands(command.fullMessage(for: error), of: command)
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
      var message = command.message(for: error).split(separator: "\n").joined(separator: " ")
      if message.hasSuffix(".") { message.removeLast() }
      Console.note(tool, "\(message); see '\(hint ?? "\(tool) --help")'")
      exit(code)
    }
    Console.note(tool, "\(error)")
    exit(StreamError.Code.computationFailed.rawValue)
  }
}

/// What stands behind the tool's name, as `ArgumentText` has it: `CommandLine.arguments` repairs bytes that are no text.
private func commandLine() -> [String] {
  (1..<max(1, Int(CommandLine.argc))).compactMap { i in
    CommandLine.unsafeArgv[i].map { text in
      ArgumentText.encoded((0..<strlen(text)).map { UInt8(bitPattern: text[$0]) })
    }
  }
}

/// Writes "--alpha -1" as "--alpha=-1": no option is a number, so what looks like a negative number
/// behind an option is its value.
/// Behind "--" there are no options.
func joinNegativeNumbers(_ arguments: some Sequence<String>) -> [String] {
  var joined: [String] = []
  var areOperands = false
  for argument in arguments {
    areOperands = areOperands || argument == "--"
    let isNegative =
      !areOperands && argument.first == "-"
      && argument.dropFirst().first.map { "0123456789.".contains($0) } == true
    if isNegative, let option = joined.last, option.count > 1, option.first == "-",
      !option.contains("=")
    {
      joined[joined.count - 1] = "\(option)=\(argument)"
    } else {
      joined.append(argument)
    }
  }
  return joined
}

import ArgumentParser

/// The zsh completion that ArgumentParser makes offers a subcommand `help` also for commands that have none; where
/// operands repeat, zsh then refuses all of it ("doubled rest argument definition").
///
/// - Parameters:
///   - text: what a command prints, a completion script or anything else.
///   - command: the command.
/// - Returns: the text, without the subcommands of a command that has none.
func withoutFalseSubcommands(_ text: String, of command: any ParsableCommand.Type) -> String {
  guard text.hasPrefix("#compdef "), command.configuration.subcommands.isEmpty else { return text }
  return text.split(separator: "\n", omittingEmptySubsequences: false)
    .filter { !$0.hasSuffix("'(-): :->command'") && !$0.hasSuffix("'(-)*:: :->arg'") }
    .joined(separator: "\n")
}

import ToolSupport

runTool(Genpot.self, arranged: FormulaCommand.arranged(_:))

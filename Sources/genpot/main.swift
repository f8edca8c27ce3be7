import ToolSupport

runTool(Genpot.self)

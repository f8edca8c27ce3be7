import ToolSupport

runTool(Derive.self)

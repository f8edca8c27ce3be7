import ToolSupport

runTool(RecDiff.self)

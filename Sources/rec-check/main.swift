import ToolSupport

runTool(RecCheck.self)

import ToolSupport

runTool(RecView.self)

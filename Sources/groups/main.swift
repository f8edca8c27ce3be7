import ToolSupport

runTool(Groups.self)

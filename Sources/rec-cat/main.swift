import ToolSupport

runTool(RecCat.self)

import ToolSupport

runTool(RecExport.self)

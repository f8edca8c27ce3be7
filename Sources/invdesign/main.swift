import ToolSupport

runTool(InverseDesign.self)

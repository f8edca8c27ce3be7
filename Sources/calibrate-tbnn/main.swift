import ToolSupport

runTool(CalibrateTBNN.self)

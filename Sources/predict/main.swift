import ToolSupport

runTool(Predict.self)

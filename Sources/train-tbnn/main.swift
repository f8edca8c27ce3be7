import ToolSupport

runTool(TrainTBNN.self)

import ToolSupport

runTool(SolveSeq.self)

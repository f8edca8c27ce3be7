import ToolSupport

runTool(BerryFlux.self)

import ToolSupport

runTool(DomainWallCommand.self)

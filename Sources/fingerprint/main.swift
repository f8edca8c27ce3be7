import ToolSupport

runTool(Fingerprint.self)

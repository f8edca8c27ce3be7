import ToolSupport

runTool(Wallpaper.self)

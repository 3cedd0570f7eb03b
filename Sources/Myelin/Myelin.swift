@_exported import MyelinCore
@_exported import MyelinData
@_exported import MyelinFiles
@_exported import MyelinFormats
@_exported import MyelinNN
@_exported import MyelinPlots
@_exported import MyelinReports

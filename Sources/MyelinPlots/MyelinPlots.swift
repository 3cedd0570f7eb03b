// MyelinPlots

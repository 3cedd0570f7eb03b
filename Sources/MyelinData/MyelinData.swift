// MyelinData

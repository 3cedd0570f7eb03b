// MyelinCore

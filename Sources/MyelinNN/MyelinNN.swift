// MyelinNN

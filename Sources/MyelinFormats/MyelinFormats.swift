// MyelinFormats

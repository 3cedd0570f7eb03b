// Whoever makes data with a random state finds it here, too.
@_exported import struct MyelinCore.NumPyRandomState

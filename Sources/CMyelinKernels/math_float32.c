#include "CMyelinKernels.h"

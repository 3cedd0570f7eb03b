#ifndef MYELIN_COneDNN_SHIM_H
#define MYELIN_COneDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>

#endif

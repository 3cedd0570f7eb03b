#ifndef MYELIN_MEMORY_H
#define MYELIN_MEMORY_H

#include <stddef.h>

/// Asks the system to keep a large piece of memory in large pages, of which the processor must remember fewer. Nothing
/// happens where there are none. For memory that hasn't been written yet.
void myelin_prefer_large_pages(void *start, ptrdiff_t byteCount);

#endif

#ifndef _GNU_SOURCE
#define _GNU_SOURCE // for madvise
#endif

#include "memory.h"

#include <stdint.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

void myelin_prefer_large_pages(void *start, ptrdiff_t byteCount) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const uintptr_t page = 2 << 20;
  uintptr_t first = ((uintptr_t)start + page - 1) / page * page, last = ((uintptr_t)start + (uintptr_t)byteCount) / page * page;
  if (first < last) {
    // It is only advice: if it can't be taken, all goes on in small pages.
    (void)madvise((void *)first, last - first, MADV_HUGEPAGE);
  }
#else
  (void)start;
  (void)byteCount;
#endif
}

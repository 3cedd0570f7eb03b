#include "allocation_peak.h"

#include <stdatomic.h>
#include <stddef.h>

extern int __sanitizer_install_malloc_and_free_hooks(
  void (*malloc_hook)(const volatile void *, size_t), void (*free_hook)(const volatile void *)) __attribute__((weak));
extern size_t __sanitizer_get_allocated_size(const volatile void *p) __attribute__((weak));

static atomic_long used, peak;

static void allocated(const volatile void *memory, size_t size) {
  (void)memory;
  const long now = atomic_fetch_add_explicit(&used, (long)size, memory_order_relaxed) + (long)size;
  if (now > atomic_load_explicit(&peak, memory_order_relaxed)) atomic_store_explicit(&peak, now, memory_order_relaxed);
}

static void freed(const volatile void *memory) {
  if (memory) atomic_fetch_sub_explicit(&used, (long)__sanitizer_get_allocated_size(memory), memory_order_relaxed);
}

bool allocation_peak_install(void) {
  return __sanitizer_install_malloc_and_free_hooks && __sanitizer_install_malloc_and_free_hooks(allocated, freed) > 0;
}

void allocation_peak_reset(void) {
  atomic_store(&used, 0);
  atomic_store(&peak, 0);
}

long allocation_peak(void) { return atomic_load(&peak); }

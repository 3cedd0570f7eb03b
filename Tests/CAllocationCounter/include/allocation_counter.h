#pragma once

#include <stdbool.h>

/// Whether allocations are counted here: with glibc, and without a sanitizer.
bool myelin_can_count_allocations(void);

/// Counts, from now on, what all threads allocate.
void myelin_start_counting_allocations(void);

/// Stops counting, and says how many allocations there were.
long myelin_stop_counting_allocations(void);

#pragma once

#include <stdbool.h>

/// Begins to count; false without AddressSanitizer, whose hooks it takes.
bool allocation_peak_install(void);

/// Forgets what was counted before.
void allocation_peak_reset(void);

/// The most bytes that were in use at one time since the reset, beyond those that were then.
long allocation_peak(void);

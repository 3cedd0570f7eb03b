#ifndef MYELIN_THREADS_H
#define MYELIN_THREADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Tells the processor that a thread waits in a loop.
void myelin_pause(void);

/// The number of processors that this process may use, at least 1.
int myelin_processor_count(void);

/// Nanoseconds since some moment, by a clock that nobody sets.
ptrdiff_t myelin_nanoseconds(void);

/// What gradients know about the code that a thread is running; all zeros at first. See Swift's GradientScope.
typedef struct {
  /// The variables that are watched, or NULL.
  void *watched;
  /// The nodes that wait to be released, or NULL.
  void *released;
  /// How many gradients are being taken.
  int32_t depth;
  /// Whether operations on watched tensors aren't recorded.
  bool isPaused;
  /// Whether a program is being recorded.
  bool isCompiling;
} myelin_scope;

/// The calling thread's scope.
myelin_scope *myelin_thread_scope(void);

#endif

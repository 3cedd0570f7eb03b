#ifndef MYELIN_THREADS_H
#define MYELIN_THREADS_H

#include <stdbool.h>
#include <stdint.h>

/// Tells the processor that a thread waits in a loop.
void myelin_pause(void);

/// The number of processors that this process may use, at least 1.
int myelin_processor_count(void);

/// What is known about the code that a thread is running; all zeros at first. See Swift's GradientScope.
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
  /// In which circumstances code runs that does other things in others; see Swift's AmbientState.
  uint64_t circumstances;
  /// What code that is called from afar adds something to, or NULL; see Swift's AmbientState.
  void *collector;
} myelin_scope;

/// The calling thread's scope.
myelin_scope *myelin_thread_scope(void);

#endif

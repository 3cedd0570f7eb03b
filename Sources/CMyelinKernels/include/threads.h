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

/// A step on the way to the layer that a thread is running, such as `layers.3`.
typedef struct {
  const char *label;
  /// The place among others of that label, or −1 if there are none.
  int64_t index;
} myelin_step;

enum { MYELIN_STEPS = 16 };

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
  /// How many steps there are to the layer that is running; those beyond MYELIN_STEPS aren't kept.
  int32_t stepCount;
  myelin_step steps[MYELIN_STEPS];
} myelin_scope;

/// The calling thread's scope.
myelin_scope *myelin_thread_scope(void);

/// Takes a step to a layer. The label must stay where it is.
void myelin_enter_layer(const char *label, int64_t index);

/// Takes the last step back.
void myelin_leave_layer(void);

/// One of the steps to the running layer; its label is NULL if there is none.
myelin_step myelin_step_at(int32_t place);

#endif

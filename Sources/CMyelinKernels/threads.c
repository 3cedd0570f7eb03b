#ifndef _GNU_SOURCE
#define _GNU_SOURCE // for sched_getaffinity
#endif

#include "threads.h"

#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#endif

void myelin_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

int myelin_processor_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) {
    return CPU_COUNT(&set);
  }
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

ptrdiff_t myelin_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (ptrdiff_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static _Thread_local myelin_scope scope;

myelin_scope *myelin_thread_scope(void) { return &scope; }

void myelin_enter_layer(const char *label, int64_t index) {
  int32_t place = scope.stepCount++;
  if (place < MYELIN_STEPS) {
    scope.steps[place] = (myelin_step){label, index};
  }
}

void myelin_leave_layer(void) { scope.stepCount--; }

myelin_step myelin_step_at(int32_t place) {
  bool is_known = place < scope.stepCount && place < MYELIN_STEPS;
  return is_known ? scope.steps[place] : (myelin_step){NULL, -1};
}

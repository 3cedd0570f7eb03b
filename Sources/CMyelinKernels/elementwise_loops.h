#ifndef MYELIN_ELEMENTWISE_LOOPS_H
#define MYELIN_ELEMENTWISE_LOOPS_H

// The loops that the files elementwise_*.c are made of. They read the elements at i before they write y[i] and touch
// nothing else: y may be an operand, which the compiler cannot know and the pragma tells it.

#include <stdint.h>

#include "clones.h"
#include "elementwise.h"

/// For i from 0 to n - 1, as vector code.
#define MYELIN_EACH(statement)                                  \
  do {                                                          \
    _Pragma("clang loop vectorize(assume_safety)")              \
    for (ptrdiff_t i = 0; i < n; i++) {                         \
      statement;                                                \
    }                                                           \
  } while (0)

/// For i from 0 to n - 1, where vectors gain nothing.
#define MYELIN_EACH_ALONE(statement)                            \
  do {                                                          \
    _Pragma("clang loop vectorize(disable) interleave(disable)") \
    for (ptrdiff_t i = 0; i < n; i++) {                         \
      statement;                                                \
    }                                                           \
  } while (0)

/// The loop `name` from T to R of an expression of x.
#define MYELIN_UNARY_LOOP(name, T, R, expression)                          \
  MYELIN_CLONES static void name(const void *from, void *to, ptrdiff_t n) { \
    const T *in = from;                                                    \
    R *out = to;                                                           \
    MYELIN_EACH(T x = in[i]; out[i] = (R)(expression));                    \
  }

/// The same for expressions that don't vectorize, calls of the C library above all.
#define MYELIN_UNARY_LOOP_ALONE(name, T, R, expression)                    \
  static void name(const void *from, void *to, ptrdiff_t n) {              \
    const T *in = from;                                                    \
    R *out = to;                                                           \
    MYELIN_EACH_ALONE(T x = in[i]; out[i] = (R)(expression));              \
  }

/// The body of a loop over two operands a and b, for an expression of x and y.
#define MYELIN_BINARY_BODY(T, R, expression)                                                  \
  if (n <= 0) {                                                                               \
    return;                                                                                   \
  }                                                                                           \
  if (aStep == 1 && bStep == 1) {                                                             \
    MYELIN_EACH(T x = a[i]; T y = b[i]; out[i] = (R)(expression));                            \
  } else if (aStep == 1 && bStep == 0) {                                                      \
    T y = b[0];                                                                               \
    MYELIN_EACH(T x = a[i]; out[i] = (R)(expression));                                        \
  } else if (aStep == 0 && bStep == 1) {                                                      \
    T x = a[0];                                                                               \
    MYELIN_EACH(T y = b[i]; out[i] = (R)(expression));                                        \
  } else {                                                                                    \
    MYELIN_EACH_ALONE(T x = a[i * aStep]; T y = b[i * bStep]; out[i] = (R)(expression));      \
  }

/// The loop `name` from two operands of type T to R of an expression of x and y.
#define MYELIN_BINARY_LOOP(name, T, R, expression)                                            \
  MYELIN_CLONES static void name(const void *left, ptrdiff_t aStep, const void *right,        \
                                 ptrdiff_t bStep, void *to, ptrdiff_t n) {                    \
    const T *a = left, *b = right;                                                            \
    R *out = to;                                                                              \
    MYELIN_BINARY_BODY(T, R, expression)                                                      \
  }

/// The same for expressions that don't vectorize.
#define MYELIN_BINARY_LOOP_ALONE(name, T, R, expression)                                      \
  static void name(const void *left, ptrdiff_t aStep, const void *right, ptrdiff_t bStep,     \
                   void *to, ptrdiff_t n) {                                                   \
    const T *a = left, *b = right;                                                            \
    R *out = to;                                                                              \
    MYELIN_EACH_ALONE(T x = a[i * aStep]; T y = b[i * bStep]; out[i] = (R)(expression));      \
  }

#endif

#pragma once

#include <stddef.h>

/// A table that is part of the program: CSV packed by gzip, without a header, a sample's target last.
typedef struct {
  const unsigned char *_Nonnull bytes;
  size_t count;
} myelin_table;

extern const myelin_table myelin_iris;
extern const myelin_table myelin_wine;
extern const myelin_table myelin_breast_cancer;
extern const myelin_table myelin_diabetes;
extern const myelin_table myelin_digits;

#ifndef MYELIN_CLONES_H
#define MYELIN_CLONES_H

#include <stdint.h> // so that __GLIBC__ is known below, where there is a glibc

/// Compiles a function once for plain x86-64, once for AVX2 and once for AVX-512; the loader picks one at start-up.
/// It needs glibc's indirect functions, so elsewhere (arm64, macOS, Windows, musl) it is empty.
#if !defined(MYELIN_NO_CLONES) && defined(__x86_64__) && defined(__linux__) && defined(__ELF__) && defined(__GLIBC__)
#define MYELIN_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define MYELIN_CLONES
#endif

/// For the helpers of such functions: inlined into each clone, they are compiled for its instructions.
#define MYELIN_INLINE static inline __attribute__((always_inline))

#endif

// Decimal texts become the nearest numbers.
//
// Source: D. Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and Experience 51 (8), 2021, after
// an idea of M. Eisel; W. Clinger, "How to Read Floating Point Numbers Accurately", 1990, for short ones.

#include <float.h>
#include <math.h>
#include <string.h>

#include "csv.h"
#include "powers_of_five.h"

static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

static inline uint64_t eight_bytes(const uint8_t *bytes) {
  uint64_t result;
  memcpy(&result, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  result = __builtin_bswap64(result);
#endif
  return result;
}

static inline bool are_eight_digits(uint64_t bytes) {
  return (((bytes + 0x4646464646464646) | (bytes - 0x3030303030303030)) & 0x8080808080808080) == 0;
}

/// The number that eight digits write: pairs, then fours, then all eight are joined by multiplication.
static inline uint32_t eight_digits(uint64_t bytes) {
  const uint64_t mask = 0x000000ff000000ff;
  const uint64_t first = 0x000f424000000064, second = 0x0000271000000001;
  bytes -= 0x3030303030303030;
  bytes = bytes * 10 + (bytes >> 8);
  return (uint32_t)(((bytes & mask) * first + ((bytes >> 16) & mask) * second) >> 32);
}

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// The double nearest to digits · 10^exponent; false if 128 bits can't tell.
static bool nearest(uint64_t digits, int64_t exponent, double *value) {
  if (digits == 0 || exponent < MYELIN_LEAST_POWER) {
    *value = 0;
    return true;
  }
  if (exponent > MYELIN_GREATEST_POWER) {
    *value = INFINITY;
    return true;
  }
#if FLT_EVAL_METHOD == 0
  if (digits <= (uint64_t)1 << 53 && exponent >= -22 && exponent <= 22) {
    *value = exponent < 0 ? (double)digits / powers_of_ten[-exponent] : (double)digits * powers_of_ten[exponent];
    return true;
  }
#endif
  int zeros = __builtin_clzll(digits);
  digits <<= zeros;
  const uint64_t *power = myelin_powers_of_five[exponent - MYELIN_LEAST_POWER];
  __uint128_t product = (__uint128_t)digits * power[0];
  uint64_t low = (uint64_t)product, high = (uint64_t)(product >> 64);
  if ((high & 0x1ff) == 0x1ff) {
    // The bits that decide are all ones: the power's second half may carry over.
    uint64_t more = (uint64_t)(((__uint128_t)digits * power[1]) >> 64);
    low += more;
    high += low < more;
  }
  if (low == UINT64_MAX && (exponent < -27 || exponent > 55)) {
    return false;
  }
  int upper = (int)(high >> 63);
  uint64_t mantissa = high >> (upper + 9);
  // 217706 / 2^16 is the logarithm of ten to the base two.
  int64_t binary = ((217706 * exponent) >> 16) + 63 + upper - zeros + 1023;
  if (binary <= 0) {
    if (-binary + 1 >= 64) {
      *value = 0;
      return true;
    }
    mantissa >>= -binary + 1;
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    binary = mantissa < (uint64_t)1 << 52 ? 0 : 1;
  } else {
    // Halfway between two numbers, the even one is nearest.
    if (low <= 1 && exponent >= -4 && exponent <= 23 && (mantissa & 3) == 1 && mantissa << (upper + 9) == high) {
      mantissa &= ~(uint64_t)1;
    }
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >= (uint64_t)2 << 52) {
      mantissa = (uint64_t)1 << 52;
      binary++;
    }
    if (binary >= 0x7ff) {
      *value = INFINITY;
      return true;
    }
  }
  uint64_t bits = (mantissa & ~((uint64_t)1 << 52)) | (uint64_t)binary << 52;
  memcpy(value, &bits, sizeof bits);
  return true;
}

myelin_number_status myelin_parse_number(const uint8_t *bytes, size_t count, uint8_t point, double *value) {
  const uint8_t *next = bytes, *end = bytes + count;
  if (next == end) {
    return MYELIN_NOT_A_NUMBER;
  }
  bool isNegative = *next == '-';
  next += isNegative || *next == '+';
  const uint8_t *first = next;
  uint64_t digits = 0;
  while (next < end && is_digit(*next)) {
    digits = digits * 10 + (*next++ - '0');
  }
  int64_t digitCount = next - first, exponent = 0;
  if (next < end && *next == point) {
    next++;
    const uint8_t *fraction = next;
    while (end - next >= 8 && are_eight_digits(eight_bytes(next))) {
      digits = digits * 100000000 + eight_digits(eight_bytes(next));
      next += 8;
    }
    while (next < end && is_digit(*next)) {
      digits = digits * 10 + (*next++ - '0');
    }
    exponent = fraction - next;
    digitCount += next - fraction;
  }
  if (digitCount == 0) {
    return MYELIN_NOT_A_NUMBER;
  }
  const uint8_t *mantissaEnd = next;
  int64_t written = 0;
  if (next < end && (*next == 'e' || *next == 'E')) {
    next++;
    bool isBelow = next < end && *next == '-';
    next += next < end && (*next == '-' || *next == '+');
    if (next == end) {
      return MYELIN_NOT_A_NUMBER;
    }
    while (next < end && is_digit(*next)) {
      // Beyond this any number with so many digits as fit into memory is 0 or infinite.
      if (written < (int64_t)1 << 48) {
        written = written * 10 + (*next - '0');
      }
      next++;
    }
    written = isBelow ? -written : written;
  }
  if (next != end) {
    return MYELIN_NOT_A_NUMBER;
  }
  exponent += written;
  bool isExact = true;
  if (digitCount > 19) {
    // Zeros in front are no digits.
    const uint8_t *digit = first;
    while (digit < mantissaEnd && (*digit == '0' || *digit == point)) {
      digitCount -= *digit++ == '0';
    }
    if (digitCount > 19) {
      // The first 19 digits, and whether there is anything behind them.
      isExact = false;
      digits = 0;
      int64_t taken = 0;
      exponent = written;
      bool isFraction = false;
      for (digit = first; digit < mantissaEnd; digit++) {
        if (*digit == point) {
          isFraction = true;
        } else if (taken < 19) {
          taken += taken > 0 || *digit != '0';
          digits = digits * 10 + (*digit - '0');
          exponent -= isFraction;
        } else {
          exponent += !isFraction;
        }
      }
    }
  }
  double result = 0, above = 0;
  if (!nearest(digits, exponent, &result)) {
    return MYELIN_CLOSE_NUMBER;
  }
  if (!isExact && (!nearest(digits + 1, exponent, &above) || above != result)) {
    return MYELIN_CLOSE_NUMBER;
  }
  if (isinf(result)) {
    return MYELIN_NOT_A_NUMBER;
  }
  *value = isNegative ? -result : result;
  return MYELIN_NUMBER;
}

bool myelin_parse_integer(const uint8_t *bytes, size_t count, int64_t *value) {
  const uint8_t *next = bytes, *end = bytes + count;
  if (count == 0) {
    return false;
  }
  bool isNegative = *next == '-';
  next += isNegative || *next == '+';
  if (next == end || end - next > 18) {
    return false;
  }
  int64_t result = 0;
  while (next < end && is_digit(*next)) {
    result = result * 10 + (*next++ - '0');
  }
  *value = isNegative ? -result : result;
  return next == end;
}

/// Leaves out spaces and tabs on both sides.
static inline size_t without_spaces(const uint8_t **start, size_t count) {
  while (count > 0 && (**start == ' ' || **start == '\t')) {
    (*start)++;
    count--;
  }
  while (count > 0 && ((*start)[count - 1] == ' ' || (*start)[count - 1] == '\t')) {
    count--;
  }
  return count;
}

size_t myelin_csv_numbers(
    const myelin_csv_piece *piece, size_t column, size_t from, size_t to, uint8_t point, double *values) {
  for (size_t row = from; row < to; row++) {
    const uint8_t *start;
    size_t count = myelin_csv_field(piece, row, column, &start);
    count = without_spaces(&start, count);
    if (count == 0) {
      values[row - from] = NAN;
    } else if (myelin_parse_number(start, count, point, &values[row - from]) != MYELIN_NUMBER) {
      return row;
    }
  }
  return to;
}

size_t myelin_csv_integers(const myelin_csv_piece *piece, size_t column, size_t from, size_t to, int64_t *values) {
  for (size_t row = from; row < to; row++) {
    const uint8_t *start;
    size_t count = myelin_csv_field(piece, row, column, &start);
    count = without_spaces(&start, count);
    if (!myelin_parse_integer(start, count, &values[row - from]) || (values[row - from] == 0 && *start == '-')) {
      return row;
    }
  }
  return to;
}

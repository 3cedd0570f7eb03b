#ifndef MYELIN_CSV_H
#define MYELIN_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The grammar of CSV files, and columns of numbers and texts out of their bytes.

/// The characters that have a meaning; -1 for none.
typedef struct {
  int16_t separator;
  int16_t quote;
  int16_t escape;
  int16_t comment;
  /// Whether a quote may come behind spaces, and spaces behind the closing one.
  bool allowsSpacesAroundQuotes;
} myelin_csv_dialect;

/// What becomes of a record with another number of fields than the header.
typedef enum {
  MYELIN_CSV_RAGGED_ERROR = 0,
  /// Those with fewer fields are taken.
  MYELIN_CSV_RAGGED_FILL = 1,
  /// Those with more fields are taken, too.
  MYELIN_CSV_RAGGED_FILL_OR_CUT = 2,
  MYELIN_CSV_RAGGED_SKIP = 3,
} myelin_csv_ragged;

typedef enum {
  /// All bytes were looked at.
  MYELIN_CSV_DONE = 0,
  /// One record was asked for, and read.
  MYELIN_CSV_ONE_RECORD = 1,
  MYELIN_CSV_RAGGED_RECORD = 2,
  MYELIN_CSV_OPEN_QUOTE = 3,
  MYELIN_CSV_TEXT_AFTER_QUOTE = 4,
  MYELIN_CSV_LONG_FIELD = 5,
  MYELIN_CSV_MANY_FIELDS = 6,
} myelin_csv_status;

/// The records of some bytes: what is asked, the arrays for the answer, and the answer.
typedef struct {
  /// The number of fields of every record; 0 to read one record, however many it has.
  size_t fieldCount;
  myelin_csv_ragged ragged;
  size_t fieldLimit;
  size_t byteLimit;

  // Arrays with a place for each byte and two more; NULL to look only where records end.
  /// Where each field ends, record after record.
  uint32_t *ends;
  /// For each record, and behind the last, the position in `ends` of its first field.
  uint32_t *firsts;
  /// Where each record begins.
  uint32_t *starts;
  /// The line on which each record begins, from 0.
  uint32_t *lines;

  /// The number of whole records.
  size_t count;
  /// How many bytes they are, with the line end.
  size_t consumed;
  /// How many lines end in these bytes.
  size_t lineCount;
  /// Whether all bytes are ASCII.
  bool isASCII;
  /// Where an error is, and how many fields the ragged record has.
  size_t place;
  size_t found;
} myelin_csv_records;

/// Divides bytes, which begin a record, into records.
///
/// - Parameter isEnd: Whether nothing follows; else a record that isn't closed by a line end isn't taken.
myelin_csv_status myelin_csv_scan(
    const uint8_t *bytes, size_t count, bool isEnd, const myelin_csv_dialect *dialect, myelin_csv_records *records);

/// Where the last line among bytes ends, whose end can't be part of a longer one; 0 if none does.
size_t myelin_csv_last_line_end(const uint8_t *bytes, size_t count);

/// The place of the first byte that UTF-8 doesn't allow; `count` if there is none.
size_t myelin_invalid_utf8(const uint8_t *bytes, size_t count);

/// The bytes of records and where their fields are.
typedef struct {
  const uint8_t *bytes;
  const uint32_t *ends;
  const uint32_t *firsts;
  const uint32_t *starts;
} myelin_csv_piece;

/// The bytes of a field; of one that its record lacks, none.
static inline size_t myelin_csv_field(const myelin_csv_piece *piece, size_t row, size_t column, const uint8_t **start) {
  size_t first = piece->firsts[row];
  if (column >= piece->firsts[row + 1] - first) {
    *start = piece->bytes;
    return 0;
  }
  size_t from = column == 0 ? piece->starts[row] : piece->ends[first + column - 1] + 1;
  *start = piece->bytes + from;
  return piece->ends[first + column] - from;
}

typedef enum {
  MYELIN_NOT_A_NUMBER = 0,
  MYELIN_NUMBER = 1,
  /// The digits are too many to tell the nearest number by 128 bits.
  MYELIN_CLOSE_NUMBER = 2,
} myelin_number_status;

/// The number nearest to what decimal digits write: `[+-]digits[.digits][e[+-]digits]`. Overflow is no number.
myelin_number_status myelin_parse_number(const uint8_t *bytes, size_t count, uint8_t point, double *value);

/// The integer that digits write, if 64 bits hold it and there are no more than 18 of them.
bool myelin_parse_integer(const uint8_t *bytes, size_t count, int64_t *value);

/// Reads the numbers of a column from a row on, empty cells as NaN, up to the first cell that is anything else.
///
/// - Parameter values: The number of row `from` comes first.
/// - Returns: The row of that cell; `to` if there is none.
size_t myelin_csv_numbers(
    const myelin_csv_piece *piece, size_t column, size_t from, size_t to, uint8_t point, double *values);

/// The same for integers; empty cells and `-0` end it, too.
size_t myelin_csv_integers(const myelin_csv_piece *piece, size_t column, size_t from, size_t to, int64_t *values);

/// Distinct texts in the order in which they came.
typedef struct myelin_texts myelin_texts;

myelin_texts *myelin_texts_make(uint64_t seed);
void myelin_texts_free(myelin_texts *texts);
/// The position of a text, which is added if it isn't there.
int32_t myelin_texts_add(myelin_texts *texts, const uint8_t *bytes, size_t count);
int32_t myelin_texts_count(const myelin_texts *texts);
const uint8_t *myelin_texts_at(const myelin_texts *texts, int32_t code, size_t *count);

typedef enum {
  MYELIN_CSV_KEEP_SPACES = 0,
  /// Spaces and tabs around what isn't quoted are left out.
  MYELIN_CSV_TRIM_UNQUOTED = 1,
  MYELIN_CSV_TRIM_ALL = 2,
} myelin_csv_trimming;

/// What a field says, without quotes and escapes; `scratch` needs as many bytes as the field has.
size_t myelin_csv_content(
    const uint8_t *field, size_t count, const myelin_csv_dialect *dialect, myelin_csv_trimming trimming,
    uint8_t *scratch, const uint8_t **content);

/// The position of each of a column's texts.
void myelin_csv_texts(
    const myelin_csv_piece *piece, size_t column, size_t from, size_t to, const myelin_csv_dialect *dialect,
    myelin_csv_trimming trimming, myelin_texts *texts, int32_t *codes);

#endif

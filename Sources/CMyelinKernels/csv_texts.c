// Texts of columns: what fields say, and the distinct ones among them.

#include <stdlib.h>
#include <string.h>

#include "csv.h"

struct myelin_texts {
  uint8_t *bytes;
  size_t byteCount, byteCapacity;
  /// Where each text ends.
  size_t *ends;
  uint64_t *hashes;
  int32_t count;
  size_t capacity;
  /// Positions plus one, by the texts' hashes; 0 where there is none. The count is a power of two.
  int32_t *slots;
  size_t slotCount;
  uint64_t seed;
};

/// Memory that isn't there ends the program, as it does in Swift.
static void *need(void *memory) {
  if (memory == NULL) {
    abort();
  }
  return memory;
}

myelin_texts *myelin_texts_make(uint64_t seed) {
  myelin_texts *texts = need(calloc(1, sizeof *texts));
  texts->seed = seed;
  texts->slotCount = 64;
  texts->slots = need(calloc(texts->slotCount, sizeof *texts->slots));
  return texts;
}

void myelin_texts_free(myelin_texts *texts) {
  free(texts->bytes);
  free(texts->ends);
  free(texts->hashes);
  free(texts->slots);
  free(texts);
}

int32_t myelin_texts_count(const myelin_texts *texts) { return texts->count; }

const uint8_t *myelin_texts_at(const myelin_texts *texts, int32_t code, size_t *count) {
  size_t start = code == 0 ? 0 : texts->ends[code - 1];
  *count = texts->ends[code] - start;
  return texts->bytes + start;
}

static inline uint64_t fold(uint64_t a, uint64_t b) {
  __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/// A hash that depends on a secret, so that no file can be made whose texts fall together.
static uint64_t hash_of(const uint8_t *bytes, size_t count, uint64_t seed) {
  uint64_t hash = seed ^ count;
  while (count > 0) {
    uint64_t eight = 0;
    size_t part = count < 8 ? count : 8;
    memcpy(&eight, bytes, part);
    hash = fold(hash ^ 0xa0761d6478bd642f, eight ^ seed ^ 0xe7037ed1a0b428db);
    bytes += part;
    count -= part;
  }
  return fold(hash ^ 0x8ebc6af09c88c6e3, seed | 1);
}

static void widen(myelin_texts *texts) {
  texts->slotCount *= 2;
  free(texts->slots);
  texts->slots = need(calloc(texts->slotCount, sizeof *texts->slots));
  for (int32_t code = 0; code < texts->count; code++) {
    size_t slot = texts->hashes[code] & (texts->slotCount - 1);
    while (texts->slots[slot] != 0) {
      slot = (slot + 1) & (texts->slotCount - 1);
    }
    texts->slots[slot] = code + 1;
  }
}

int32_t myelin_texts_add(myelin_texts *texts, const uint8_t *bytes, size_t count) {
  uint64_t hash = hash_of(bytes, count, texts->seed);
  size_t slot = hash & (texts->slotCount - 1);
  for (; texts->slots[slot] != 0; slot = (slot + 1) & (texts->slotCount - 1)) {
    int32_t code = texts->slots[slot] - 1;
    if (texts->hashes[code] != hash) {
      continue;
    }
    size_t length;
    const uint8_t *known = myelin_texts_at(texts, code, &length);
    if (length == count && (count == 0 || memcmp(known, bytes, count) == 0)) {
      return code;
    }
  }
  if (texts->byteCapacity - texts->byteCount < count || texts->bytes == NULL) {
    texts->byteCapacity = 2 * texts->byteCapacity + count + 64;
    texts->bytes = need(realloc(texts->bytes, texts->byteCapacity));
  }
  if ((size_t)texts->count == texts->capacity) {
    texts->capacity = 2 * texts->capacity + 16;
    texts->ends = need(realloc(texts->ends, texts->capacity * sizeof *texts->ends));
    texts->hashes = need(realloc(texts->hashes, texts->capacity * sizeof *texts->hashes));
  }
  if (count > 0) {
    memcpy(texts->bytes + texts->byteCount, bytes, count);
  }
  texts->byteCount += count;
  texts->ends[texts->count] = texts->byteCount;
  texts->hashes[texts->count] = hash;
  texts->slots[slot] = texts->count + 1;
  texts->count++;
  if ((size_t)texts->count * 2 > texts->slotCount) {
    widen(texts);
  }
  return texts->count - 1;
}

static inline bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t'; }

static inline void trim(const uint8_t **start, size_t *count) {
  while (*count > 0 && is_space(**start)) {
    (*start)++;
    (*count)--;
  }
  while (*count > 0 && is_space((*start)[*count - 1])) {
    (*count)--;
  }
}

size_t myelin_csv_content(
    const uint8_t *field, size_t count, const myelin_csv_dialect *dialect, myelin_csv_trimming trimming,
    uint8_t *scratch, const uint8_t **content) {
  const uint8_t *quoted = field;
  size_t quotedCount = count;
  if (dialect->allowsSpacesAroundQuotes) {
    trim(&quoted, &quotedCount);
  }
  bool isQuoted = quotedCount > 1 && *quoted == dialect->quote;
  if (isQuoted) {
    field = quoted + 1;
    count = quotedCount - 2;
  } else if (trimming != MYELIN_CSV_KEEP_SPACES) {
    trim(&field, &count);
  }
  bool hasQuotes = isQuoted && memchr(field, dialect->quote, count) != NULL;
  bool hasEscapes = dialect->escape >= 0 && count > 0 && memchr(field, dialect->escape, count) != NULL;
  if (hasQuotes || hasEscapes) {
    size_t length = 0;
    for (size_t place = 0; place < count; place++) {
      bool isMark = hasEscapes && field[place] == dialect->escape && field[place] != dialect->quote;
      bool isDoubled = hasQuotes && field[place] == dialect->quote;
      place += (isMark || isDoubled) && place + 1 < count;
      scratch[length++] = field[place];
    }
    field = scratch;
    count = length;
  }
  if (isQuoted && trimming == MYELIN_CSV_TRIM_ALL) {
    trim(&field, &count);
  }
  *content = field;
  return count;
}

void myelin_csv_texts(
    const myelin_csv_piece *piece, size_t column, size_t from, size_t to, const myelin_csv_dialect *dialect,
    myelin_csv_trimming trimming, myelin_texts *texts, int32_t *codes) {
  uint8_t *scratch = NULL;
  size_t capacity = 0;
  bool hasMarks = dialect->quote >= 0 || dialect->escape >= 0;
  for (size_t row = from; row < to; row++) {
    const uint8_t *field, *content;
    size_t count = myelin_csv_field(piece, row, column, &field);
    if (hasMarks && count > capacity) {
      capacity = 2 * count;
      free(scratch);
      scratch = need(malloc(capacity));
    }
    count = myelin_csv_content(field, count, dialect, trimming, scratch, &content);
    codes[row - from] = myelin_texts_add(texts, content, count);
  }
  free(scratch);
}

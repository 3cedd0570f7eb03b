// The grammar of CSV files: 64 bytes at a time are compared with the characters that have a meaning, and only those are
// looked at one by one.

#include <string.h>

#include "clones.h"
#include "csv.h"

typedef uint8_t block __attribute__((ext_vector_type(64)));
typedef bool block_bits __attribute__((ext_vector_type(64)));

/// A bit for each byte that is the character.
MYELIN_INLINE uint64_t places_of(const block *bytes, int16_t character) {
  if (character < 0) {
    return 0;
  }
  block_bits bits = __builtin_convertvector(*bytes == (uint8_t)character, block_bits);
  uint64_t result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

MYELIN_INLINE bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t'; }
MYELIN_INLINE bool is_line_end(uint8_t byte) { return byte == '\n' || byte == '\r'; }

/// Whether only spaces lie between two places.
MYELIN_INLINE bool are_spaces(const uint8_t *bytes, size_t from, size_t to) {
  while (from < to && is_space(bytes[from])) {
    from++;
  }
  return from == to;
}

/// What is being read, and what of the record is known already.
typedef struct {
  enum { PLAIN, QUOTED, COMMENT } state;
  size_t recordStart, fieldStart, quote;
  size_t fields;
  size_t recordLine;
  /// The number of ends before the record's.
  size_t first;
  /// Behind the fields of the record comes a comment.
  bool isPending;
} reading;

/// Where a field of the record begins.
static size_t field_start(const myelin_csv_records *records, const reading *now, size_t field) {
  return field == 0 ? now->recordStart : records->ends[now->first + field - 1] + 1;
}

MYELIN_INLINE bool end_field(myelin_csv_records *records, reading *now, size_t place) {
  if (records->ends) {
    records->ends[now->first + now->fields] = (uint32_t)place;
  }
  now->fields++;
  bool fits = place - now->fieldStart <= records->byteLimit;
  if (!fits) {
    records->place = now->fieldStart;
  }
  now->fieldStart = place + 1;
  return fits;
}

/// Takes the record; false if it is ragged and that is an error.
MYELIN_INLINE bool end_record(myelin_csv_records *records, reading *now, size_t consumed) {
  size_t wanted = records->fieldCount;
  bool isTaken = true;
  if (records->ends) {
    if (wanted > 0 && now->fields != wanted) {
      bool isMore = now->fields > wanted;
      isTaken = records->ragged != MYELIN_CSV_RAGGED_SKIP;
      if (records->ragged == MYELIN_CSV_RAGGED_ERROR || (isMore && records->ragged == MYELIN_CSV_RAGGED_FILL)) {
        // The first field too many, or the last one of too few, is where to look.
        records->place = field_start(records, now, isMore ? wanted : now->fields - 1);
        records->found = now->fields;
        return false;
      }
    }
    if (isTaken) {
      records->starts[records->count] = (uint32_t)now->recordStart;
      records->lines[records->count] = (uint32_t)now->recordLine;
      now->first += now->fields;
      records->firsts[records->count + 1] = (uint32_t)now->first;
    }
  }
  records->count += isTaken;
  records->consumed = consumed;
  now->fields = 0;
  now->isPending = false;
  return true;
}

MYELIN_CLONES myelin_csv_status myelin_csv_scan(
    const uint8_t *bytes, size_t count, bool isEnd, const myelin_csv_dialect *dialect, myelin_csv_records *records) {
  const myelin_csv_dialect d = *dialect;
  reading now = {.state = PLAIN};
  records->count = records->consumed = records->lineCount = 0;
  records->isASCII = false;
  if (records->ends) {
    records->firsts[0] = 0;
  }
  size_t line = 0, ignored = 0;
  block all = 0;
  for (size_t base = 0; base < count; base += 64) {
    block here = 0;
    memcpy(&here, bytes + base, count - base < 64 ? count - base : 64);
    all |= here;
    uint64_t lines = places_of(&here, '\n') | places_of(&here, '\r');
    uint64_t quotes = places_of(&here, d.quote), escapes = places_of(&here, d.escape);
    uint64_t plain = lines | quotes | escapes | places_of(&here, d.separator) | places_of(&here, d.comment);
    uint64_t quoted = lines | quotes | escapes;
    uint64_t rest = ~(uint64_t)0;
    if (ignored > base) {
      rest = ignored - base < 64 ? rest << (ignored - base) : 0;
    }
    if (count - base < 64) {
      rest &= ((uint64_t)1 << (count - base)) - 1;
    }
    while (true) {
      uint64_t places = rest & (now.state == PLAIN ? plain : now.state == QUOTED ? quoted : lines);
      if (places == 0) {
        break;
      }
      unsigned bit = (unsigned)__builtin_ctzll(places);
      size_t place = base + bit;
      uint8_t byte = bytes[place];
      rest &= bit == 63 ? 0 : ~(uint64_t)0 << (bit + 1);
      if (byte == d.separator && now.state == PLAIN) {
        if (!end_field(records, &now, place)) {
          return MYELIN_CSV_LONG_FIELD;
        }
        if (now.fields >= records->fieldLimit) {
          records->place = place;
          return MYELIN_CSV_MANY_FIELDS;
        }
      } else if (is_line_end(byte)) {
        bool isSecond = byte == '\n' && place > 0 && bytes[place - 1] == '\r';
        if (now.state == QUOTED) {
          line += !isSecond;
          continue;
        }
        // What follows decides whether this is half a line end.
        if (byte == '\r' && place + 1 == count && !isEnd) {
          goto unfinished;
        }
        bool isBlank = now.state == PLAIN && place == now.recordStart;
        bool isRecord = now.state == COMMENT ? now.isPending : !isBlank;
        if (isRecord && now.state == PLAIN && !end_field(records, &now, place)) {
          return MYELIN_CSV_LONG_FIELD;
        }
        if (isRecord && !end_record(records, &now, place + 1)) {
          return MYELIN_CSV_RAGGED_RECORD;
        }
        line += !isSecond;
        now.state = PLAIN;
        now.recordStart = now.fieldStart = records->consumed = place + 1;
        now.recordLine = records->lineCount = line;
        if (isRecord && records->fieldCount == 0 && records->ends) {
          // The second half of the line end isn't the next record's.
          records->consumed += byte == '\r' && place + 1 < count && bytes[place + 1] == '\n';
          return MYELIN_CSV_ONE_RECORD;
        }
      } else if (byte == d.quote && now.state == QUOTED) {
        if (place + 1 == count && !isEnd) {
          goto unfinished;
        }
        size_t next = place + 1;
        if (next < count && bytes[next] == d.quote) {
          ignored = place + 2;
          rest = bit >= 62 ? 0 : rest & (~(uint64_t)0 << (bit + 2));
          continue;
        }
        while (d.allowsSpacesAroundQuotes && next < count && is_space(bytes[next]) && bytes[next] != d.separator) {
          next++;
        }
        if (next < count && bytes[next] != d.separator && bytes[next] != d.comment && !is_line_end(bytes[next])) {
          records->place = next;
          return MYELIN_CSV_TEXT_AFTER_QUOTE;
        }
        now.state = PLAIN;
      } else if (byte == d.escape) {
        ignored = place + 2;
        rest = bit >= 62 ? 0 : rest & (~(uint64_t)0 << (bit + 2));
        // A line end that is escaped is one all the same, of a line; of CR LF both are escaped.
        if (place + 1 < count && is_line_end(bytes[place + 1])) {
          line++;
          if (place + 2 < count && bytes[place + 1] == '\r' && bytes[place + 2] == '\n') {
            ignored = place + 3;
            rest = bit >= 61 ? 0 : rest & (~(uint64_t)0 << (bit + 3));
          }
        }
      } else if (byte == d.quote) {
        bool opens = place == now.fieldStart
                     || (d.allowsSpacesAroundQuotes && are_spaces(bytes, now.fieldStart, place));
        if (opens) {
          now.state = QUOTED;
          now.quote = place;
        }
      } else {
        // A comment: what comes before it on its line counts, if anything does.
        now.isPending = now.fields > 0 || !are_spaces(bytes, now.recordStart, place);
        if (now.isPending && !end_field(records, &now, place)) {
          return MYELIN_CSV_LONG_FIELD;
        }
        now.state = COMMENT;
      }
    }
  }
unfinished:
  records->isASCII = !__builtin_reduce_or(all & (block)0x80);
  if (now.state != COMMENT && count - now.fieldStart > records->byteLimit && now.fieldStart < count) {
    records->place = now.state == QUOTED ? now.quote : now.fieldStart;
    return MYELIN_CSV_LONG_FIELD;
  }
  if (!isEnd) {
    return MYELIN_CSV_DONE;
  }
  if (now.state == QUOTED) {
    records->place = now.quote;
    return MYELIN_CSV_OPEN_QUOTE;
  }
  bool isRecord = now.state == COMMENT ? now.isPending : now.recordStart < count;
  if (isRecord && now.state == PLAIN && !end_field(records, &now, count)) {
    return MYELIN_CSV_LONG_FIELD;
  }
  if (isRecord && !end_record(records, &now, count)) {
    return MYELIN_CSV_RAGGED_RECORD;
  }
  records->consumed = count;
  records->lineCount = line;
  return MYELIN_CSV_DONE;
}

size_t myelin_csv_last_line_end(const uint8_t *bytes, size_t count) {
  for (size_t end = count; end > 0; end--) {
    if (bytes[end - 1] == '\n' || (bytes[end - 1] == '\r' && end < count && bytes[end] != '\n')) {
      return end;
    }
  }
  return 0;
}

size_t myelin_invalid_utf8(const uint8_t *bytes, size_t count) {
  size_t place = 0;
  while (place < count) {
    uint64_t eight;
    if (count - place >= 8 && (memcpy(&eight, bytes + place, 8), (eight & 0x8080808080808080u) == 0)) {
      place += 8;
      continue;
    }
    uint8_t first = bytes[place];
    if (first < 0x80) {
      place++;
      continue;
    }
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || count - place < length) {
      return place;
    }
    // Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
    uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (bytes[place + 1] < low || bytes[place + 1] > high) {
      return place;
    }
    for (size_t next = 2; next < length; next++) {
      if ((bytes[place + next] & 0xc0) != 0x80) {
        return place;
      }
    }
    place += length;
  }
  return count;
}

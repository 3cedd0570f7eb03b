#pragma once

#include <sqlite3.h>

// What Swift can't call or name: functions with variable arguments, and a macro that casts.

/// Lets a database's own schema do no harm: it can neither call what has side effects nor damage the file.
static inline int myelin_sqlite_distrust(sqlite3 *database) {
  const int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  return code == SQLITE_OK ? sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0) : code;
}

/// Binds a text that SQLite copies.
static inline int myelin_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

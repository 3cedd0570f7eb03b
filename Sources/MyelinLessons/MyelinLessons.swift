// MyelinLessons

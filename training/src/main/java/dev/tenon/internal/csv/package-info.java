/**
 * Comma-separated values as RFC 4180 has them: {@link dev.tenon.internal.csv.CsvReader} reads rows,
 * {@link dev.tenon.internal.csv.CsvWriter} writes them.
 */
@NullMarked
package dev.tenon.internal.csv;

import org.jspecify.annotations.NullMarked;

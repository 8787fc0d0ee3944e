/** What a command prints and writes: tables, files, progress, errors and exit codes. */
@NullMarked
package dev.tenon.cli.output;

import org.jspecify.annotations.NullMarked;

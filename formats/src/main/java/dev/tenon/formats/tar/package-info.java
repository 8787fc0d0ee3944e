/** Tape archives ({@code .tar.gz}), read entry by entry. */
@NullMarked
package dev.tenon.formats.tar;

import org.jspecify.annotations.NullMarked;

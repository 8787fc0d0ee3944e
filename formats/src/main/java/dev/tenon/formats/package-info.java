/** File contents, told by their bytes and read with guards against hostile input. */
@NullMarked
package dev.tenon.formats;

import org.jspecify.annotations.NullMarked;

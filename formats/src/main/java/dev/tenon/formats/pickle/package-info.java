/** Python's pickles of numbers, text, lists and NumPy arrays: read as data, never run. */
@NullMarked
package dev.tenon.formats.pickle;

import org.jspecify.annotations.NullMarked;

/**
 * Reads Python's pickles of numbers, text, lists and NumPy arrays as data, and never runs them.
 * Reading starts at {@link dev.tenon.formats.pickle.Pickle}; {@link
 * dev.tenon.formats.pickle.PickledArray} and {@link dev.tenon.formats.pickle.PickledList} are
 * values that it returns.
 */
@NullMarked
package dev.tenon.formats.pickle;

import org.jspecify.annotations.NullMarked;

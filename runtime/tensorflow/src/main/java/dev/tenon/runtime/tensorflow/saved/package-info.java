/** SavedModels and frozen graphs as data: reading, checking, and what of a graph is needed. */
@NullMarked
package dev.tenon.runtime.tensorflow.saved;

import org.jspecify.annotations.NullMarked;

/** SavedModels and frozen graphs that are written. */
@NullMarked
package dev.tenon.runtime.tensorflow.saving;

import org.jspecify.annotations.NullMarked;

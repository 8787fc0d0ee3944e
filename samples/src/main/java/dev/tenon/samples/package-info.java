/** Programs to read and run: one class each, {@code tenon sample NAME}. */
@NullMarked
package dev.tenon.samples;

import org.jspecify.annotations.NullMarked;

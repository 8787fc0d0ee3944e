/** Programs to run and to copy from, one class each. */
@NullMarked
package dev.tenon.samples;

import org.jspecify.annotations.NullMarked;

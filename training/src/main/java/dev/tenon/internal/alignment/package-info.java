/**
 * Labels that are spread over steps: {@link dev.tenon.internal.alignment.StepLogits} has the
 * formulas of connectionist temporal classification for one sample.
 */
@NullMarked
package dev.tenon.internal.alignment;

import org.jspecify.annotations.NullMarked;

/** Checks before a run: {@link dev.tenon.internal.run.Inputs} converts the fed tensors. */
@NullMarked
package dev.tenon.internal.run;

import org.jspecify.annotations.NullMarked;

/** What happens besides learning while a model is fitted: progress, checkpoints, early stops. */
@NullMarked
package dev.tenon.callbacks;

import org.jspecify.annotations.NullMarked;

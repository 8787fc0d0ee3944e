/**
 * Limits for models from strangers: {@link dev.tenon.limits.LoadLimits} bounds what loading a file
 * may take, {@link dev.tenon.limits.RunLimits} what one run may take. Reading starts at {@link
 * dev.tenon.limits.LoadLimits}.
 */
@NullMarked
package dev.tenon.limits;

import org.jspecify.annotations.NullMarked;

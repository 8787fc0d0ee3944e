/**
 * Marks records of options. Reading starts at {@link dev.tenon.internal.options.Setters}, which
 * gives a record its setters; {@link dev.tenon.internal.options.Choice} finds an enum constant by
 * Keras' name.
 */
@NullMarked
package dev.tenon.internal.options;

import org.jspecify.annotations.NullMarked;

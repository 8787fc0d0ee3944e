/**
 * Connects the layers of a model by the calls that a configuration lists.
 *
 * <p>Reading starts at {@link dev.tenon.keras.calls.FunctionalCalls}, writing at {@link
 * dev.tenon.keras.calls.CallWriter}. Each form has one class for both: {@code Keras3Calls}, {@code
 * LegacyCalls}, {@code ModelEnds}, and {@code ArgumentForm} for what stands inside of them. {@link
 * dev.tenon.keras.calls.CallRules} brings the arguments of a call into one order, and back into
 * that of a generation.
 */
@NullMarked
package dev.tenon.keras.calls;

import org.jspecify.annotations.NullMarked;

/**
 * Connects the layers of a model by the calls that a configuration lists.
 *
 * <p>Reading starts at {@link dev.tenon.keras.calls.FunctionalCalls}; {@link
 * dev.tenon.keras.calls.CallRules} brings the arguments of a call into one order, and back into
 * that of a generation.
 */
@NullMarked
package dev.tenon.keras.calls;

import org.jspecify.annotations.NullMarked;

/**
 * Connects the layers of a model by the calls that a configuration lists.
 *
 * <p>Reading starts at {@link dev.tenon.importers.keras.calls.FunctionalCalls}; {@link
 * dev.tenon.importers.keras.calls.CallRules} brings the arguments of a call into one order.
 */
@NullMarked
package dev.tenon.importers.keras.calls;

import org.jspecify.annotations.NullMarked;

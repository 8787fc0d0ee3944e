/**
 * Compares configurations with the recorded signatures. Reading starts at {@link
 * dev.tenon.keras.check.ConfigurationCheck}; {@link dev.tenon.keras.check.SilentArguments} lists
 * the arguments that may be left out.
 */
@NullMarked
package dev.tenon.keras.check;

import org.jspecify.annotations.NullMarked;

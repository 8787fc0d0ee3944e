/**
 * Maps operators on strings to TensorFlow operations. Reading starts at {@link
 * dev.tenon.runtime.tensorflow.ops.text.TextMappings}. {@code StringTable} and {@code SipHash} look
 * up strings.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.ops.text;

import org.jspecify.annotations.NullMarked;

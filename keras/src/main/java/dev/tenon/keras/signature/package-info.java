/**
 * KerasSignatures of all that a Keras file can hold, recorded from the real libraries by {@code
 * tests/goldens/signatures/make.py}. Reading starts at {@link
 * dev.tenon.keras.signature.KerasSignatures}.
 */
@NullMarked
package dev.tenon.keras.signature;

import org.jspecify.annotations.NullMarked;

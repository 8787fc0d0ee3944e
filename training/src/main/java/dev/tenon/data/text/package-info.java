/**
 * Texts as numbers. Reading starts at {@link dev.tenon.data.text.Tokenizer}, Keras' legacy
 * tokenizer; {@link dev.tenon.data.text.Sequences} pads sequences and {@link
 * dev.tenon.data.text.Texts} splits texts into words.
 */
@NullMarked
package dev.tenon.data.text;

import org.jspecify.annotations.NullMarked;

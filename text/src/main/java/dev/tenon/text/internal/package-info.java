/**
 * How texts become the inputs of a network. Reading starts at {@link
 * dev.tenon.text.internal.TextInputs}, a tokenizer with the facts of its {@link
 * dev.tenon.text.internal.TextConfig}. {@link dev.tenon.text.internal.TextInputService} gives it to
 * {@code Model.predict(String...)}. {@link dev.tenon.text.internal.TokenPooling} makes one vector
 * of the states of a text's tokens.
 */
@NullMarked
package dev.tenon.text.internal;

import org.jspecify.annotations.NullMarked;

/**
 * Tokenizers of Hugging Face models in Java.
 *
 * <p>Start with {@link Tokenizer}, which gives an {@link Encoding}.
 */
@NullMarked
package dev.tenon.tokenizers;

import org.jspecify.annotations.NullMarked;

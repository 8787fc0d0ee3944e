/**
 * Exceptions about tokenizer files.
 *
 * <p>Start with {@link MalformedTokenizerException}.
 */
@NullMarked
package dev.tenon.tokenizers.error;

import org.jspecify.annotations.NullMarked;

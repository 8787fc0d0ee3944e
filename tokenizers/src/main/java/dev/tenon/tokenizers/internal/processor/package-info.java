/**
 * Post-processing: truncation, special tokens, padding.
 *
 * <p>Start with {@link TokenSequence} and {@link PostProcessor}.
 */
@NullMarked
package dev.tenon.tokenizers.internal.processor;

import org.jspecify.annotations.NullMarked;

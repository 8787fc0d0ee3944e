/**
 * Pre-tokenizers, which split text into words.
 *
 * <p>Start with {@link PreTokenizer}; {@link PreTokenizerReader} reads them.
 */
@NullMarked
package dev.tenon.tokenizers.internal.pretokenizer;

import org.jspecify.annotations.NullMarked;

/**
 * Normalizers, the first step of a tokenizer.
 *
 * <p>Start with {@link TextNormalizer}; {@link NormalizerReader} reads them.
 */
@NullMarked
package dev.tenon.tokenizers.internal.normalizer;

import org.jspecify.annotations.NullMarked;

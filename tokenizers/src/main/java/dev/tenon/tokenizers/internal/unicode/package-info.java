/**
 * Unicode properties as Hugging Face's library has them.
 *
 * <p>Start with {@link UnicodeData}, which reads the tables. {@link Decomposition} and {@link
 * Composition} are the normalization forms, {@link GraphemeClusters} finds user-perceived
 * characters.
 */
@NullMarked
package dev.tenon.tokenizers.internal.unicode;

import org.jspecify.annotations.NullMarked;

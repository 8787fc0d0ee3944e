/**
 * Tokens that were added to a vocabulary and are found before all else.
 *
 * <p>Start with {@link AddedTokens}.
 */
@NullMarked
package dev.tenon.tokenizers.internal.added;

import org.jspecify.annotations.NullMarked;

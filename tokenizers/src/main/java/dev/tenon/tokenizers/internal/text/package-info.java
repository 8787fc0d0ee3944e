/**
 * Text during tokenization.
 *
 * <p>Start with {@link AlignedText}: code points, and where each comes from. {@link Pieces} are its
 * parts, {@link Changes} edits it.
 */
@NullMarked
package dev.tenon.tokenizers.internal.text;

import org.jspecify.annotations.NullMarked;

/**
 * Regular expressions in time linear in the text.
 *
 * <p>Start with {@link TextPattern}.
 */
@NullMarked
package dev.tenon.tokenizers.internal.pattern;

import org.jspecify.annotations.NullMarked;

/**
 * The exceptions about models: {@link dev.tenon.error.ModelException} and its family.
 *
 * <p>Start with {@link dev.tenon.error.ModelException}. {@code dev.tenon.internal.text.PlainText}
 * makes names from files safe to print.
 */
@NullMarked
package dev.tenon.error;

import org.jspecify.annotations.NullMarked;

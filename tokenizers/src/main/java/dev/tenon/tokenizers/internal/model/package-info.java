/**
 * Models, which split words into tokens.
 *
 * <p>Start with {@link TokenModel}; {@link TokenModelReader} reads them.
 */
@NullMarked
package dev.tenon.tokenizers.internal.model;

import org.jspecify.annotations.NullMarked;

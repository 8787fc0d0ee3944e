/**
 * Decoders, which make text of tokens.
 *
 * <p>Start with {@link TokenDecoder}; {@link TokenDecoderReader} reads them.
 */
@NullMarked
package dev.tenon.tokenizers.internal.decoder;

import org.jspecify.annotations.NullMarked;

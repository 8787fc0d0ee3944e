/**
 * A strict JSON reader.
 *
 * <p>Start with {@link JsonNode}; {@link JsonReader} parses.
 */
@NullMarked
package dev.tenon.tokenizers.internal.json;

import org.jspecify.annotations.NullMarked;

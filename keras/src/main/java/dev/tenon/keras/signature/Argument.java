package dev.tenon.keras.signature;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a Python constructor or function.
 *
 * @param name the name
 * @param defaultValue the default as JSON; a text such as {@code <object>} where JSON cannot say
 *     it; null where the argument is required
 */
public record Argument(String name, @Nullable JsonNode defaultValue) {}

package dev.tenon.layers.ops.call;

import java.util.List;

/**
 * A function of {@code keras.ops}.
 *
 * @param parameters the names of each parameter
 * @param function the computation
 */
public record OpEntry(List<List<String>> parameters, OpFunction function) {}

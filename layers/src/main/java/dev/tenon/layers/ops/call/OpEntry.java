package dev.tenon.layers.ops.call;

import java.util.List;

/**
 * A function.
 *
 * @param parameters for each parameter the names it goes by
 * @param function what it computes
 */
public record OpEntry(List<List<String>> parameters, OpFunction function) {}

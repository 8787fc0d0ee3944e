package dev.tenon.layers.attention;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.SubLayer;
import org.jspecify.annotations.Nullable;

/** The projections of an attention layer with their weights. */
public record AttentionProjections(
    SubLayer<?> query,
    SubLayer<?> key,
    @Nullable SubLayer<?> gate,
    SubLayer<?> value,
    SubLayer<?> output,
    @Nullable Parameter seed) {}

package dev.tenon.keras.calls;

import dev.tenon.layers.base.NestedModel;

/**
 * A model whose layers are connected by their calls.
 *
 * @param model the layers and their calls
 * @param inputs how Python hands the inputs in
 * @param outputs how Python gets the outputs
 */
public record ConnectedModel(NestedModel model, CallStructure inputs, CallStructure outputs) {}

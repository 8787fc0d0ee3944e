package dev.tenon.keras.calls;

/**
 * The call of a layer that gives a tensor of a model.
 *
 * @param layer the name of the layer in the file
 * @param className the class of the layer
 * @param call the layer's call, counted from 0
 * @param output the output of the call, counted from 0
 */
public record TensorOrigin(String layer, String className, int call, int output) {}

"""Counts what training one sample takes at least: operations of products and convolutions, and numbers of embeddings.

A product's gradient is two products: that of the weights and that of the input, which the first layer that learns does not
need. What works element by element is not counted, nor what is read and written besides the tables of embeddings.
"""

import math


def work_of(keras, model):
    """Returns operations of the frozen layers in front and of the rest, and numbers of tables and of their rows read."""
    count = {"front": 0, "rest": 0, "table": 0, "read": 0}
    learns = False
    for layer in leaves(keras, model):
        forward = products(keras, layer)
        trained = bool(layer.trainable_weights)
        if not trained and not learns:
            count["front"] += forward
        else:
            count["rest"] += forward * (1 + trained + learns)
        learns = learns or trained
        if isinstance(layer, keras.layers.Embedding):
            count["table"] += layer.input_dim * layer.output_dim
            count["read"] += math.prod(layer.output.shape[1:])
    return count


def leaves(keras, model):
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(keras, layer)
        else:
            yield layer


def products(keras, layer):
    """Returns the operations of a layer's products for one sample, two for each multiplication."""
    kind = type(layer).__name__
    if kind == "Dense":
        return 2 * layer.kernel.shape[0] * math.prod(layer.output.shape[1:])
    if kind in ("Conv2D", "DepthwiseConv2D"):
        # A kernel is (height, width, input channels, output channels), the last two multiplied where it is depthwise.
        inner = math.prod(layer.kernel.shape[:2]) * (layer.kernel.shape[2] if kind == "Conv2D" else 1)
        return 2 * inner * math.prod(layer.output.shape[1:])
    if kind == "Conv2DTranspose":
        return 2 * math.prod(layer.kernel.shape[:3]) * math.prod(given(keras, layer)[1:])
    if kind == "Bidirectional":
        return 2 * recurrence(layer.forward_layer, given(keras, layer))
    if kind in ("LSTM", "GRU"):
        return recurrence(layer, given(keras, layer))
    if kind == "MultiHeadAttention":
        _, steps, features = layer.output.shape
        return attention(steps, features, layer.num_heads * layer.key_dim)
    if kind == "TransformerBlock":
        _, steps, features = layer.output.shape
        return attention(steps, features, features) + 4 * steps * features * layer.ff_dim
    return 0


def given(keras, layer):
    """Returns the shape of a layer's input, behind which its mask may follow."""
    return keras.tree.flatten(layer.input)[0].shape


def recurrence(layer, shape):
    _, steps, features = shape
    gates = {"LSTM": 4, "GRU": 3}[type(layer).__name__]
    return 2 * steps * gates * layer.units * (features + layer.units)


def attention(steps, features, inner):
    """Four products with kernels, and those of queries with keys and of weights with values."""
    return 8 * steps * features * inner + 4 * steps * steps * inner

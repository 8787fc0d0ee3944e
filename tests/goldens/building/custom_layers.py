"""The transformer block of Keras' text classification example, as a user writes it in Python."""
import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="mine")
class MultiHeadSelfAttention(layers.Layer):
    def __init__(self, embed_dim, num_heads=8, **kwargs):
        super().__init__(**kwargs)
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.query_dense = layers.Dense(embed_dim)
        self.key_dense = layers.Dense(embed_dim)
        self.value_dense = layers.Dense(embed_dim)
        self.combine_heads = layers.Dense(embed_dim)

    def build(self, shape):
        for dense in (self.query_dense, self.key_dense, self.value_dense, self.combine_heads):
            dense.build(shape)
        super().build(shape)

    def heads(self, x):
        size = self.embed_dim // self.num_heads
        x = ops.reshape(x, (ops.shape(x)[0], -1, self.num_heads, size))
        return ops.transpose(x, (0, 2, 1, 3))

    def call(self, inputs):
        query = self.heads(self.query_dense(inputs))
        key = self.heads(self.key_dense(inputs))
        value = self.heads(self.value_dense(inputs))
        scores = ops.matmul(query, ops.transpose(key, (0, 1, 3, 2)))
        scores = scores / (self.embed_dim // self.num_heads) ** 0.5
        mixed = ops.matmul(ops.softmax(scores, axis=-1), value)
        mixed = ops.transpose(mixed, (0, 2, 1, 3))
        return self.combine_heads(ops.reshape(mixed, ops.shape(inputs)))

    def get_config(self):
        return {**super().get_config(), "embed_dim": self.embed_dim, "num_heads": self.num_heads}


@keras.saving.register_keras_serializable(package="mine")
class TransformerBlock(layers.Layer):
    def __init__(self, embed_dim, num_heads, ff_dim, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.embed_dim, self.num_heads, self.ff_dim, self.rate = embed_dim, num_heads, ff_dim, rate
        self.att = MultiHeadSelfAttention(embed_dim, num_heads)
        self.ffn = keras.Sequential([layers.Dense(ff_dim, activation="relu"), layers.Dense(embed_dim)])
        self.layernorm1 = layers.LayerNormalization(epsilon=1e-6)
        self.layernorm2 = layers.LayerNormalization(epsilon=1e-6)
        self.dropout1 = layers.Dropout(rate)
        self.dropout2 = layers.Dropout(rate)

    def build(self, shape):
        for layer in (self.att, self.ffn, self.layernorm1, self.layernorm2):
            layer.build(shape)
        super().build(shape)

    def call(self, inputs, training=None):
        attended = self.dropout1(self.att(inputs), training=training)
        first = self.layernorm1(inputs + attended)
        fed = self.dropout2(self.ffn(first), training=training)
        return self.layernorm2(first + fed)

    def get_config(self):
        config = {"embed_dim": self.embed_dim, "num_heads": self.num_heads}
        return {**super().get_config(), **config, "ff_dim": self.ff_dim, "rate": self.rate}


def classifier(rate=0.1):
    inputs = layers.Input((6,), name="tokens")
    x = layers.Embedding(20, 8)(inputs)
    x = TransformerBlock(8, 2, 16, rate, name="block")(x)
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, layers.Dense(2, activation="softmax", name="scores")(x))

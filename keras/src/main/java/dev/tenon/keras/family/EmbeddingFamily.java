package dev.tenon.keras.family;

import java.util.Set;

/** The differences of look-ups of vectors. */
final class EmbeddingFamily implements KerasFamily {
  static final String EMBEDDING = "Embedding";

  @Override
  public Set<String> classes() {
    return Set.of(EMBEDDING);
  }

  @Override
  public void fromKeras1(OlderLayer layer) {
    layer.rename("kernel_initializer", "embeddings_initializer");
    layer.rename("kernel_regularizer", "embeddings_regularizer");
    layer.rename("kernel_constraint", "embeddings_constraint");
    // Dropout of whole words, which only training did.
    layer.config().remove("dropout");
  }
}

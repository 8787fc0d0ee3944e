package dev.tenon.keras.check;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.preprocessing.HashedCrossing;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What Keras refuses when it builds a layer on its inputs, although each argument is one that the
 * class takes.
 *
 * <p>A weight whose length the input does not fix, and a window that is larger than its input, are
 * refused before: a layer of Tenon cannot be built so either.
 */
public final class BuildRules {
  private final Readers format;
  private final BiConsumer<String, String> refusals;

  public BuildRules(Readers format, BiConsumer<String, String> refusals) {
    this.format = format;
    this.refusals = refusals;
  }

  /** Notes what a call of a layer breaks; types are those of the values that it reads and gives. */
  public void check(
      String name, Layer<?> layer, List<TensorType> inputs, List<TensorType> outputs) {
    if (format.forKeras3() && layer instanceof HashedCrossing && inputs.size() > 2) {
      refusals.accept(
          "HashedCrossing of more than two features, which no model of Keras 3 crosses", name);
    }
    String className = layer.className();
    // The one Cropping that tf_keras lets leave nothing.
    boolean byKeras3Alone = className.equals("Cropping3D");
    if (className.startsWith("Cropping")
        && (format.forKeras3() || !byKeras3Alone)
        && outputs.stream().anyMatch(BuildRules::isEmpty)
        && inputs.stream().noneMatch(BuildRules::isEmpty)) {
      String readers = byKeras3Alone ? KerasGeneration.KERAS_3.title() : format.readerTitles();
      refusals.accept(
          className + " that leaves nothing, which " + readers + " does not build", name);
    }
  }

  private static boolean isEmpty(TensorType type) {
    return type.shape().ranked()
        && type.shape().dims().stream().anyMatch(dim -> dim.equals(Dim.of(0)));
  }
}

package dev.tenon.internal.saving;

import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The weights of a model in an archive of NumPy arrays, under the names of {@code model.weights()}.
 *
 * <p>{@code numpy.load} opens it without pickles. Keras' own archives of this kind have a pickled
 * dictionary for each layer; they are refused.
 */
public final class NpzWeights {
  private NpzWeights() {}

  /** Writes weights. */
  public static void write(Path target, Map<String, Tensor> weights) throws IOException {
    Npz.write(target, weights);
  }

  /**
   * Reads the weights of a network.
   *
   * @param needed the shapes of its weights, by name
   * @throws dev.tenon.error.MalformedModelException if the file has other names or shapes
   * @throws dev.tenon.error.UnsupportedModelException if an array is pickled
   */
  public static Map<String, Tensor> read(Source source, Map<String, long[]> needed) {
    Map<String, Tensor> arrays = Npz.read(source);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    arrays.forEach((name, array) -> shapes.put(name, array.shape()));
    return NamedWeights.read(
        source.name(), needed, shapes, name -> Objects.requireNonNull(arrays.get(name)));
  }
}

package dev.tenon.internal.saving;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.safetensors.SafetensorsEntry;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.safetensors.SafetensorsWriter;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The weights of a model in a safetensors file, under the names of {@code model.weights()}. */
public final class SafetensorsWeights {
  private SafetensorsWeights() {}

  /** Writes weights. */
  public static void write(Path target, Map<String, Tensor> weights) throws IOException {
    Map<String, SafetensorsWriter.Pending> tensors = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> tensors.put(name, SafetensorsWriter.Pending.of(tensor)));
    SafetensorsWriter.write(target, tensors, Map.of("format", "tenon"));
  }

  /**
   * Reads the weights of a model.
   *
   * @param present the present weights, by name
   * @throws MalformedModelException if the file has other names or shapes
   */
  public static Map<String, Tensor> read(Source source, Map<String, Tensor> present) {
    SafetensorsFile file = SafetensorsFile.open(source);
    Map<String, SafetensorsEntry> entries = file.entries();
    TreeSet<String> missing = new TreeSet<>(present.keySet());
    missing.removeAll(entries.keySet());
    TreeSet<String> unknown = new TreeSet<>(entries.keySet());
    unknown.removeAll(present.keySet());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new MalformedModelException(
          source.name(),
          "has the weights of another model: missing are "
              + shown(missing)
              + ", unknown are "
              + shown(unknown));
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    present.forEach(
        (name, tensor) -> {
          SafetensorsEntry entry = entries.get(name);
          if (entry == null || !Arrays.equals(entry.lengths(), tensor.shape())) {
            throw new MalformedModelException(
                source.name(),
                "the weight '"
                    + name
                    + "' has the shape "
                    + (entry == null ? "" : entry.shape())
                    + "; the model needs "
                    + Arrays.toString(tensor.shape()));
          }
          values.put(name, file.tensor(name));
        });
    return values;
  }

  private static String shown(Set<String> names) {
    String some = String.join(", ", names.stream().limit(5).toList());
    return names.isEmpty()
        ? "none"
        : names.size() > 5 ? some + " and " + (names.size() - 5) + " more" : some;
  }
}

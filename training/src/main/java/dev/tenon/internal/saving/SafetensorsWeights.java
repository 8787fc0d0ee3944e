package dev.tenon.internal.saving;

import dev.tenon.formats.Source;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.safetensors.SafetensorsWriter;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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
   * Reads the weights of a network.
   *
   * @param needed the shapes of its weights, by name
   * @throws dev.tenon.error.MalformedModelException if the file has other names or shapes
   */
  public static Map<String, Tensor> read(Source source, Map<String, long[]> needed) {
    SafetensorsFile file = SafetensorsFile.open(source);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    file.entries().forEach((name, entry) -> shapes.put(name, entry.lengths()));
    return NamedWeights.read(source.name(), needed, shapes, file::tensor);
  }
}

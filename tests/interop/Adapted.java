import static dev.tenon.layers.Layers.discretization;
import static dev.tenon.layers.Layers.integerLookup;
import static dev.tenon.layers.Layers.normalization;
import static dev.tenon.layers.Layers.stringLookup;
import static dev.tenon.layers.Layers.textVectorization;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.layers.AdaptableSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adapts layers to data and saves models of them: {@code java -cp … Adapted.java FOLDER}.
 *
 * <p>Writes FOLDER/NAME.keras, and FOLDER/NAME.json with an input and what Tenon computes of it.
 */
public final class Adapted {
  private static final Tensor TEXTS =
      Tensor.ofStrings(
          new String[] {"The cat sat on the mat.", "Käse & BROT, gut!", "", "cat 東京 😀 cat"}, 4);
  private static final Tensor WORDS =
      Tensor.ofStrings(new String[] {"a", "b", "a", "", "é", "[UNK]"}, 2, 3);
  private static final Tensor COUNTS = Tensor.of(new long[] {12, 7, 12, 0, -1, 42}, 2, 3);

  private Adapted() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    float[] values = new float[60];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * i) * 7 + 2;
    }
    Tensor rows = Tensor.of(values, 20, 3);
    Tensor cube = Tensor.of(values, 5, 4, 3);
    Map<String, AdaptableSpec<?, ?>> layers = new LinkedHashMap<>();
    layers.put("normalization", normalization().adapt(rows));
    layers.put("normalization_inverse", normalization().invert(true).adapt(rows));
    layers.put("discretization", discretization().numBins(4L).adapt(rows));
    layers.put("discretization_count", discretization().numBins(3L).outputMode("count").adapt(rows));
    layers.put("strings", stringLookup().adapt(WORDS));
    layers.put("strings_masked", stringLookup().maskToken("").numOovIndices(2).adapt(WORDS));
    layers.put("strings_idf", stringLookup().outputMode("tf_idf").adapt(WORDS));
    layers.put("integers", integerLookup().maskToken(0L).adapt(COUNTS));
    layers.put("integers_idf", integerLookup().outputMode("tf_idf").adapt(COUNTS));
    layers.put("texts", textVectorization().outputSequenceLength(4L).adapt(TEXTS));
    layers.put(
        "texts_idf",
        textVectorization().ngrams(2).outputMode("tf_idf").maxTokens(40L).padToMaxTokens(true)
            .adapt(TEXTS));
    layers.put("texts_characters", textVectorization().split("character").adapt(TEXTS));
    for (Map.Entry<String, AdaptableSpec<?, ?>> layer : layers.entrySet()) {
      String name = layer.getKey();
      Tensor x =
          name.startsWith("strings") ? WORDS
              : name.startsWith("integers") ? COUNTS
              : name.startsWith("texts") ? TEXTS.reshape(4, 1) : rows;
      save(folder.resolve(name), layer.getValue(), x);
    }
    for (Object axis : List.of(1, List.of(1, 2), List.of(-1))) {
      save(
          folder.resolve("normalization_axis" + axis.toString().replaceAll("\\W", "_")),
          normalization().axis(axis).adapt(List.of(cube, cube.slice(0, 0, 2))),
          cube);
    }
  }

  private static void save(Path stem, AdaptableSpec<?, ?> layer, Tensor x) throws Exception {
    try (Model model = Model.sequential(layer)) {
      model.build(x);
      model.save(stem.resolveSibling(stem.getFileName() + ".keras"));
      Map<String, Object> example =
          Map.of("shape", x.shape(), "x", numbers(x), "y", numbers(model.predict(x)));
      new ObjectMapper()
          .writeValue(stem.resolveSibling(stem.getFileName() + ".json").toFile(), example);
    }
  }

  private static Object numbers(Tensor tensor) {
    return tensor.dtype() == DType.STRING
        ? tensor.toStringArray()
        : tensor.dtype() == DType.INT64 ? tensor.toLongArray() : tensor.toDoubleArray();
  }
}

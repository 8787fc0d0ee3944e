package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.layers.Layers;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that is smaller than a window of the model is an error, and no end of the process. */
final class SmallImagesTest {
  private static final int WINDOW = 3;
  private static final int LARGEST = 5;

  @TempDir private Path folder;

  private static Map<String, Model> models() {
    Map<String, Model> models = new LinkedHashMap<>();
    for (String padding : List.of("valid", "same")) {
      models.put("max 1 " + padding, of(1, Layers.maxPooling1D(WINDOW).padding(padding)));
      models.put("max 2 " + padding, of(2, Layers.maxPooling2D(WINDOW).padding(padding)));
      models.put("max 3 " + padding, of(3, Layers.maxPooling3D(WINDOW).padding(padding)));
      models.put("mean 1 " + padding, of(1, Layers.averagePooling1D(WINDOW).padding(padding)));
      models.put("mean 2 " + padding, of(2, Layers.averagePooling2D(WINDOW).padding(padding)));
      models.put("mean 3 " + padding, of(3, Layers.averagePooling3D(WINDOW).padding(padding)));
      models.put("conv 1 " + padding, of(1, Layers.conv1D(2, WINDOW).padding(padding)));
      models.put("conv 2 " + padding, of(2, Layers.conv2D(2, WINDOW).padding(padding)));
      models.put("conv 3 " + padding, of(3, Layers.conv3D(2, WINDOW).padding(padding)));
      models.put("depth " + padding, of(2, Layers.depthwiseConv2D(WINDOW).padding(padding)));
    }
    return models;
  }

  private static Model of(int axes, LayerLike layer) {
    long[] shape = new long[axes + 1];
    Arrays.fill(shape, -1);
    shape[axes] = 2;
    return Model.sequential(Layers.input(shape), layer);
  }

  @Test
  void windowsThatDoNotFitAreRefused() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Model> entry : models().entrySet()) {
      Path graph = folder.resolve(entry.getKey().replace(' ', '_') + ".pb");
      try (Model model = entry.getValue()) {
        model.save(graph);
        try (Model stored = Model.load(graph)) {
          for (int length = 0; length <= LARGEST; length++) {
            check(entry.getKey(), model, length, wrong);
            check(entry.getKey() + " stored", stored, length, wrong);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(String what, Model model, int length, List<String> wrong) {
    int axes = what.contains("1") ? 1 : what.contains("3") ? 3 : 2;
    long[] shape = new long[axes + 2];
    Arrays.fill(shape, length);
    shape[0] = 2;
    shape[axes + 1] = 2;
    Tensor batch = Tensor.zeros(DType.FLOAT32, shape);
    boolean fits = length >= WINDOW || (what.contains("same") && length > 0);
    try {
      Tensor found = model.predict(batch);
      // TensorFlow itself convolves to zeros there; a stored graph is run as it is.
      boolean asTensorFlow = what.endsWith("stored") && !what.startsWith("m");
      if (!fits && found.size() > 0 && !asTensorFlow) {
        wrong.add(what + " of length " + length + " gives " + found.shapeString());
      }
    } catch (IllegalArgumentException e) {
      if (fits) {
        wrong.add(what + " of length " + length + ": " + e.getMessage());
      }
    }
  }
}

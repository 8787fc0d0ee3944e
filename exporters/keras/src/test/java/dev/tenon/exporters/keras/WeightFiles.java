package dev.tenon.exporters.keras;

import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The weights in a file, as far as Keras goes by their places when it reads them. */
final class WeightFiles {
  private WeightFiles() {}

  /**
   * Returns tensors by their places: in an archive by their paths, in an {@code .h5} by layer, in
   * the order of layers and weights, whose names do not count there.
   */
  static List<Map.Entry<String, List<Tensor>>> read(Path file, KerasFormat format)
      throws IOException {
    Map<String, List<Tensor>> weights = new LinkedHashMap<>();
    try (Source source = Source.of(file)) {
      if (format == KerasFormat.KERAS) {
        Source inner = ZipArchive.open(source).entrySource("model.weights.h5");
        try (Hdf5File hdf5 = Hdf5File.open(Objects.requireNonNull(inner))) {
          collect("", hdf5.root(), weights);
        }
      } else {
        try (Hdf5File hdf5 = Hdf5File.open(source)) {
          layers(Objects.requireNonNull(hdf5.root().group("model_weights")), weights);
        }
      }
    }
    return List.copyOf(weights.entrySet());
  }

  private static void layers(Hdf5Group group, Map<String, List<Tensor>> weights) {
    for (String layer : Objects.requireNonNull(group.stringListAttribute("layer_names"))) {
      Hdf5Group own = Objects.requireNonNull(group.group(layer));
      List<Tensor> tensors = new ArrayList<>();
      for (String weight : Objects.requireNonNull(own.stringListAttribute("weight_names"))) {
        tensors.add(Objects.requireNonNull(own.dataset(weight)));
      }
      if (!tensors.isEmpty()) {
        weights.put(layer, tensors); // Keras passes the others by.
      }
    }
  }

  private static void collect(String path, Hdf5Group group, Map<String, List<Tensor>> weights) {
    for (String child : group.children()) {
      if (group.isDataset(child)) {
        weights.put(path + "/" + child, List.of(Objects.requireNonNull(group.dataset(child))));
      } else if (!child.equals("seed_generator")) {
        // How often a layer has drawn is not part of what it computes.
        collect(path + "/" + child, Objects.requireNonNull(group.group(child)), weights);
      }
    }
  }
}

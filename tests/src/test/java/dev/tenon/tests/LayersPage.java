package dev.tenon.tests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/layers.md} from the catalogue of layers and the manifest of goldens. */
final class LayersPage {
  private static final String INTRODUCTION =
      """
      # Layers

      <!-- Generated; do not edit. To write it again: %s -->

      This page lists every layer class that a Keras file may name.

      - *Keys* are those of Keras 3's configuration. Tenon translates older keys when it reads a file.
      - *Older names* are class names of Keras 1, Keras 2 and TensorFlow that mean this layer.
      - *Recordings* are outputs of real Keras with this layer, in `tests/goldens/layers`. In brackets are
        the file formats: `h5` and `keras` by Keras 3, `tf` by tf_keras.
      """;

  private static final Map<String, String> FORMATS =
      Map.of("keras3-h5", "h5", "keras3-keras", "keras", "tfkeras-h5", "tf", "tfkeras-keras", "tf");

  /** Layers that no row of the manifest names, each with what proves it instead. */
  static final Map<String, String> WITHOUT_GOLDEN =
      Map.of(
          "InputLayer", "in every functional model",
          "Equalization", "Keras 3.15 itself cannot put it into a functional model",
          "LayerScale", "ConvNeXtTiny in `tests/interop/applications.py`",
          "CustomScaleLayer", "InceptionResNetV2 in `tests/interop/applications.py`",
          "GroupedQueryAttention", "the class name of GroupQueryAttention");

  /** A case of the goldens: its name, and the formats it was saved in. */
  record Recorded(String name, Set<String> formats) {}

  private LayersPage() {}

  static String write(String command) throws IOException {
    Map<String, List<Recorded>> goldens = goldens();
    StringBuilder page = new StringBuilder(INTRODUCTION.formatted(command));
    String family = "";
    for (LayerEntry entry : byFamily()) {
      String own = family(entry);
      if (!own.equals(family)) {
        family = own;
        page.append("\n## ").append(own).append("\n\n");
        page.append("| Layer | Keys | Older names | Recordings |\n| --- | --- | --- | --- |\n");
      }
      page.append("| ").append(entry.className());
      page.append(" | ").append(String.join(", ", keys(entry)));
      page.append(" | ").append(String.join(", ", OlderNames.of(entry.className())));
      String instead = WITHOUT_GOLDEN.get(entry.className());
      page.append(" | ");
      page.append(
          instead != null ? instead : cell(goldens.getOrDefault(entry.className(), List.of())));
      page.append(" |\n");
    }
    return page.toString();
  }

  private static List<LayerEntry> byFamily() {
    return LayerCatalog.all().stream()
        .sorted(Comparator.comparing(LayersPage::family).thenComparing(LayerEntry::className))
        .toList();
  }

  private static String family(LayerEntry entry) {
    String packageName = entry.defaults().getClass().getPackageName();
    String family = packageName.substring(packageName.lastIndexOf('.') + 1);
    return family.substring(0, 1).toUpperCase(Locale.ROOT) + family.substring(1);
  }

  static List<String> keys(LayerEntry entry) {
    return Stream.of(entry.defaults().getClass().getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String cell(List<Recorded> cases) {
    Set<String> formats = new TreeSet<>();
    cases.forEach(recorded -> formats.addAll(recorded.formats()));
    int shown = Math.min(cases.size(), 4);
    String names =
        cases.subList(0, shown).stream().map(Recorded::name).collect(Collectors.joining(", "));
    String more = cases.size() > shown ? " and " + (cases.size() - shown) + " more" : "";
    return cases.isEmpty() ? "" : names + more + " (" + String.join(", ", formats) + ")";
  }

  /** Returns the cases in which each class occurs; those named after it come first. */
  static Map<String, List<Recorded>> goldens() throws IOException {
    Map<String, Map<String, Set<String>>> found = new TreeMap<>();
    for (JsonNode row : Manifests.read(Checkout.file("tests/goldens/layers/manifest.jsonl"))) {
      String file = row.get("file").asText();
      String format = FORMATS.get(row.get("dialect").asText());
      for (JsonNode layer : row.get("layers")) {
        found
            .computeIfAbsent(layer.asText(), key -> new TreeMap<>())
            .computeIfAbsent(file.substring(0, file.indexOf('.')), key -> new TreeSet<>())
            .add(format);
      }
    }
    Map<String, List<Recorded>> cases = new TreeMap<>();
    found.forEach(
        (layer, files) -> {
          String own = layer.toLowerCase(Locale.ROOT);
          List<Recorded> first = new ArrayList<>();
          List<Recorded> rest = new ArrayList<>();
          files.forEach(
              (name, formats) -> {
                boolean named = name.replace("_", "").contains(own);
                (named ? first : rest).add(new Recorded(name, formats));
              });
          first.addAll(rest);
          cases.put(layer, first);
        });
    return cases;
  }
}

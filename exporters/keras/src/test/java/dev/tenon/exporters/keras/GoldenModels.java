package dev.tenon.exporters.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The models that Keras itself saved, a row for each. */
final class GoldenModels {
  private static final Path FOLDER = Checkout.file("tests/goldens/layers");

  /** The kind of file that Keras wrote, by the manifest's name. */
  private static final Map<String, KerasFormat> FORMATS =
      Map.of(
          "keras3-keras", KerasFormat.KERAS,
          "keras3-h5", KerasFormat.KERAS3_H5,
          "tfkeras-h5", KerasFormat.TF_KERAS_H5);

  private GoldenModels() {}

  /**
   * A saved model.
   *
   * @param name its path in the folder of goldens
   * @param format the kind of file, as Tenon writes it too
   * @param model what the importer made of it
   */
  record Golden(String name, KerasFormat format, KerasModel model) {
    Path file() {
      return FOLDER.resolve(name);
    }
  }

  /** Something that is done with each model. */
  interface Visitor {
    void visit(Golden golden) throws IOException;
  }

  /** Visits every model that Tenon reads. */
  static void each(Visitor visitor) throws IOException {
    Set<String> gaps = new HashSet<>();
    for (String line : Files.readAllLines(FOLDER.resolve("gaps.tsv"))) {
      gaps.add(line.split("\t", -1)[0]);
    }
    for (String line : Files.readAllLines(FOLDER.resolve("manifest.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      String name = row.get("file").asText();
      KerasFormat format = FORMATS.get(row.get("dialect").asText());
      // What tf_keras writes as an archive, Tenon reads and does not write.
      // Nor does Tenon write what Keras itself cannot read back.
      if (format != null && !gaps.contains(name) && row.path("reloads").asBoolean(true)) {
        visitor.visit(new Golden(name, format, KerasImporter.read(FOLDER.resolve(name))));
      }
    }
  }

  /** Returns what a writer takes of a model that was read. */
  static KerasContent content(KerasModel model) {
    return new KerasContent(
        model.model(),
        model.lowered(),
        model.parameters(),
        model.inputStructure(),
        model.outputStructure(),
        new KerasContent.Training(
            model.source().dialect().generation(),
            model.training().config(),
            model.training().optimizerWeights(),
            Map.of()),
        Map.of());
  }

  /** Writes a model, or says that the kind of file cannot hold it. */
  static boolean written(KerasModel model, KerasFormat format, Path target) throws IOException {
    KerasExporter exporter = KerasExporter.of(content(model), KerasOptions.of(format));
    List<String> refused = new ArrayList<>();
    try {
      exporter.check(target);
    } catch (UnsupportedModelException e) {
      refused.addAll(e.unsupported());
    }
    if (refused.isEmpty()) {
      exporter.write(target);
    }
    return refused.isEmpty();
  }
}

package dev.tenon.internal.saving;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxNetwork;
import dev.tenon.internal.assets.ArchiveAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a Keras model as a Keras file. */
public final class KerasSaving {
  private KerasSaving() {}

  /**
   * Returns what writes a Keras model.
   *
   * @param asked how; null for what the name and the model ask for
   * @param notes texts that lie beside the model
   * @throws UnsupportedModelException where the name does not fit the kind of file, or no Keras
   *     file can hold the model
   */
  public static KerasExporter exporter(
      KerasModel keras,
      KerasContent.Training training,
      Path target,
      @Nullable KerasOptions asked,
      Map<String, String> notes) {
    KerasFormat named = KerasFormat.ofName(String.valueOf(target.getFileName()));
    KerasOptions options =
        asked == null ? KerasOptions.of(named == null ? KerasFormat.KERAS : named) : asked;
    refuse(keras, target, named, options.format());
    Map<String, String> all = new HashMap<>(notes);
    all.putAll(options.notes());
    options = options.notes(all);
    return asked == null && named == KerasFormat.BOTH_H5
        ? KerasExporter.h5(content(keras, training), options, keras.source().dialect().generation())
        : KerasExporter.of(content(keras, training), options);
  }

  /**
   * Writes a Keras file with the tokenizer of its model, as far as it can hold one.
   *
   * @return what a reader should know of the file
   */
  public static List<String> write(
      KerasExporter exporter, Path target, @Nullable TextAssets tokenizer) throws IOException {
    KerasFormat format = exporter.format();
    if (format == KerasFormat.KERAS) {
      return exporter.write(target, ArchiveAssets.entries(tokenizer));
    }
    List<String> notes = new ArrayList<>(exporter.write(target));
    if (format != KerasFormat.WEIGHTS_H5) {
      notes.addAll(TextAssets.lost(tokenizer, "an .h5 file"));
    }
    return notes;
  }

  private static void refuse(
      KerasModel keras, Path target, @Nullable KerasFormat named, KerasFormat format) {
    boolean archive = format == KerasFormat.KERAS;
    boolean weights = format == KerasFormat.WEIGHTS_H5;
    if (named == null
        || archive != (named == KerasFormat.KERAS)
        || weights != (named == KerasFormat.WEIGHTS_H5)) {
      throw new UnsupportedModelException(
          "cannot write '"
              + target
              + "' as "
              + format.label()
              + ": Python goes by the name, which must end in "
              + format.suffix());
    }
    for (Map.Entry<String, LayerNode> entry : LayerPaths.all(keras.model()).entrySet()) {
      if (entry.getValue().layer() instanceof OnnxNetwork) {
        throw new UnsupportedModelException(
            "cannot write '"
                + target
                + "': the layer '"
                + entry.getKey()
                + "' is an ONNX network; save as .onnx, or build on the layers that its toKeras()"
                + " returns");
      }
    }
  }

  private static KerasContent content(KerasModel keras, KerasContent.Training training) {
    Map<LayerNode, RecordedLayer> registered = new HashMap<>(keras.recorded());
    registered.values().removeIf(said -> said.customConfig().isEmpty());
    return new KerasContent(
        keras.model(),
        keras.lowered(),
        keras.parameters(),
        keras.inputStructure(),
        keras.outputStructure(),
        training,
        registered);
  }
}

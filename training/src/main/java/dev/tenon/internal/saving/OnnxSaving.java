package dev.tenon.internal.saving;

import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.assets.AssetsBeside;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.saving.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes models as ONNX, with where they came from in the metadata. */
public final class OnnxSaving {
  private static final String FILE = "source_file";
  private static final String VERSION = "keras_version";

  private OnnxSaving() {}

  /**
   * Says whether a model can be written, without writing it.
   *
   * @throws dev.tenon.error.UnsupportedModelException where it cannot
   */
  public static void check(KerasModel keras) {
    OnnxModel unused =
        OnnxExporter.export(keras.lowered(), keras.parameters(), OnnxOptions.DEFAULTS);
  }

  /** Writes and returns what the user should know of the file. */
  public static List<String> write(KerasModel keras, Path target, OnnxOptions options)
      throws IOException {
    KerasModel.SourceInfo source = keras.source();
    String version = source.kerasVersion();
    Map<String, String> facts = version == null ? Map.of() : Map.of(VERSION, version);
    OnnxOptions all = described(options, facts, source.file());
    SourceDigest digest = SourceDigest.start(source.stamp(), options);
    OnnxModel model = OnnxExporter.export(keras.lowered(), keras.parameters(), all);
    digest.in(model).write(target);
    List<String> notes = new ArrayList<>(StateNotes.ports(keras));
    notes.addAll(model.notes());
    return notes;
  }

  /** Returns the metadata of a file about what belongs to its model. */
  public static Map<String, String> metadata(Path target, ModelAssets assets) {
    Map<String, String> metadata = new LinkedHashMap<>(ImageNotes.of(assets.images()));
    metadata.putAll(AssetsBeside.metadata(target, assets.text()));
    return metadata;
  }

  /**
   * Returns options with where a model came from; what the caller says himself stays.
   *
   * @param facts what else is known, such as the metadata of an older file
   */
  public static OnnxOptions described(OnnxOptions options, Map<String, String> facts, String file) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put(FILE, file);
    all.putAll(options.metadata());
    return options.metadata(all);
  }
}

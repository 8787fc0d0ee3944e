package dev.tenon;

import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.importers.keras.KerasModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a Keras model as ONNX, with where it came from in the metadata. */
final class OnnxSaving {
  private OnnxSaving() {}

  /** Writes and returns what the user should know of the file. */
  static List<String> write(KerasModel keras, Path target, OnnxOptions options) throws IOException {
    KerasModel.SourceInfo source = keras.source();
    OnnxOptions all = options.withMetadata("source_file", source.file());
    if (source.kerasVersion() != null) {
      all = all.withMetadata("keras_version", source.kerasVersion());
    }
    OnnxModel model = OnnxExporter.export(keras.lowered(), keras.parameters(), all);
    model.write(target);
    return StateNotes.ports(keras);
  }
}

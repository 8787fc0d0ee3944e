package dev.tenon;

import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.formats.FileStamp;
import dev.tenon.importers.keras.KerasModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes models as ONNX, with where they came from in the metadata. */
final class OnnxSaving {
  private static final String FILE = "source_file";
  private static final String DIGEST = "source_sha256";
  private static final String VERSION = "keras_version";

  private OnnxSaving() {}

  static void write(KerasModel keras, Path target, OnnxOptions options) throws IOException {
    KerasModel.SourceInfo source = keras.source();
    OnnxOptions all = described(options, source.file(), source.stamp());
    all = with(all, VERSION, source.kerasVersion());
    OnnxModel model = OnnxExporter.export(keras.lowered(), keras.parameters(), all);
    model.write(target);
  }

  /**
   * Returns options with where a model came from; what the caller says himself stays.
   *
   * @param stamp the file; null where there was none. Its digest is left out where it has changed
   */
  static OnnxOptions described(OnnxOptions options, String file, @Nullable FileStamp stamp) {
    boolean known = options.metadata().containsKey(DIGEST);
    return with(with(options, FILE, file), DIGEST, stamp == null || known ? null : stamp.sha256());
  }

  /** Returns options with a pair more, where there is a value and the key is free. */
  static OnnxOptions with(OnnxOptions options, String key, @Nullable String value) {
    return value == null || options.metadata().containsKey(key)
        ? options
        : options.withMetadata(key, value);
  }
}

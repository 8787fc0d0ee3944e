package dev.tenon;

import dev.tenon.ops.Ops;
import dev.tenon.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Edits a file as {@code make_edited.py} does; {@code tests/interop} compares the results. */
public final class EditedWeights {
  private EditedWeights() {}

  /** Writes the edited weights of the first file to the second. */
  public static void main(String[] files) throws IOException {
    edited(Path.of(files[0])).resaveWeights(Path.of(files[1]));
  }

  static KerasFileEditor edited(Path source) throws IOException {
    KerasFileEditor editor = KerasFileEditor.open(source);
    editor.deleteObject("optimizer");
    editor.renameObject("layers/dense_1", "dense_7");
    editor.addObject(
        "layers/extra", Map.of("0", Ops.reshape(Ops.arange(0, 6, 1, DType.FLOAT32), 2, 3)));
    editor.addWeights("extra", Map.of("1", Ops.ones(3)));
    editor.deleteWeight("layer_normalization", "1");
    return editor;
  }
}

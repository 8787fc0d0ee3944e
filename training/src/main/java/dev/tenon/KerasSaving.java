package dev.tenon;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.KerasChoice;
import dev.tenon.exporters.keras.KerasContent;
import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.exporters.keras.KerasFormat;
import dev.tenon.exporters.keras.KerasOptions;
import dev.tenon.importers.keras.KerasDialect;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.keras.Structure;
import dev.tenon.importers.onnx.OnnxNetwork;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.surgery.LayerPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a Keras model as a Keras file. */
final class KerasSaving {
  private KerasSaving() {}

  /** Returns the format that a file's name asks for; null where it is none of Keras'. */
  static @Nullable KerasFormat format(Path target) {
    String name = String.valueOf(target.getFileName());
    if (name.endsWith(".weights.h5")) {
      return KerasFormat.WEIGHTS_H5;
    }
    if (name.endsWith(".keras")) {
      return KerasFormat.KERAS;
    }
    return name.endsWith(".h5") || name.endsWith(".hdf5") ? KerasFormat.BOTH_H5 : null;
  }

  /**
   * Returns the kind of file that is written under a name where nobody asked for one; null where
   * the name is none of Keras'.
   */
  static @Nullable KerasChoice choice(
      KerasModel keras, KerasContent.Training training, Path target) {
    KerasFormat format = format(target);
    if (format != KerasFormat.BOTH_H5) {
      return format == null ? null : new KerasChoice(format, List.of());
    }
    KerasGeneration own =
        keras.source().dialect() == KerasDialect.KERAS_3
            ? KerasGeneration.KERAS_3
            : KerasGeneration.TF_KERAS;
    return KerasChoice.h5(content(keras, training), KerasOptions.of(format), own);
  }

  /** Writes and returns what the user should know of the file. */
  static List<String> write(
      KerasModel keras, KerasContent.Training training, Path target, KerasOptions options)
      throws IOException {
    refuse(keras, target, options);
    return KerasExporter.write(content(keras, training), target, options);
  }

  private static void refuse(KerasModel keras, Path target, KerasOptions options) {
    KerasFormat asked = format(target);
    boolean archive = options.format() == KerasFormat.KERAS;
    boolean weights = options.format() == KerasFormat.WEIGHTS_H5;
    if (asked == null
        || archive != (asked == KerasFormat.KERAS)
        || weights != (asked == KerasFormat.WEIGHTS_H5)) {
      throw new UnsupportedModelException(
          "cannot write '"
              + target
              + "' as "
              + options.format().label()
              + ": Python goes by the name, which must end in "
              + (archive ? ".keras" : weights ? ".weights.h5" : ".h5"));
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

  /**
   * Says whether a model can be written, without writing it.
   *
   * @throws UnsupportedModelException where it cannot
   */
  static void check(KerasModel keras, KerasContent.Training training, Path target) {
    KerasChoice choice = choice(keras, training, target);
    KerasOptions options = KerasOptions.of(choice == null ? KerasFormat.BOTH_H5 : choice.format());
    refuse(keras, target, options);
    KerasExporter.check(content(keras, training), target, options);
  }

  private static KerasContent content(KerasModel keras, KerasContent.Training training) {
    Map<LayerNode, KerasContent.Registered> registered = new HashMap<>();
    keras
        .recorded()
        .forEach(
            (node, said) -> {
              if (!said.customConfig().isEmpty()) {
                registered.put(
                    node,
                    new KerasContent.Registered(
                        said.registeredName(), said.module(), said.customConfig()));
              }
            });
    return new KerasContent(
        keras.model(),
        keras.lowered(),
        keras.parameters(),
        form(keras.inputStructure()),
        form(keras.outputStructure()),
        training,
        registered);
  }

  private static KerasContent.Form form(Structure structure) {
    KerasContent.Form.Kind kind =
        switch (structure.kind()) {
          case BARE -> KerasContent.Form.Kind.BARE;
          case LIST -> KerasContent.Form.Kind.LIST;
          case DICT -> KerasContent.Form.Kind.DICT;
        };
    return new KerasContent.Form(kind, structure.keys());
  }
}

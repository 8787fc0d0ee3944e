package dev.tenon;

import dev.tenon.engine.Engine;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.backing.onnx.TemporaryOnnx;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Loads ONNX files with inputs or outputs that are sequences of tensors or optional values.
 *
 * <p>A sequence becomes one tensor for each element: {@code name[0]}, {@code name[1]}, …. Both
 * engines can run it; the lengths of input sequences must be given. An optional input becomes its
 * content or is left out.
 */
public final class OnnxSequences {
  private OnnxSequences() {}

  /**
   * Loads a file with fixed lengths of its input sequences.
   *
   * @param path the ONNX file
   * @param lengths by name of an input: the number of tensors of a sequence. An optional tensor has
   *     1 if it is given, an optional value -1 if it is left out
   * @throws IOException if the file cannot be opened
   * @throws dev.tenon.error.MalformedModelException if the file is damaged
   * @throws dev.tenon.error.UnsupportedModelException if a length is missing or depends on input
   *     values
   */
  public static Model load(Path path, Map<String, Integer> lengths) throws IOException {
    return load(path, lengths, Map.of());
  }

  /**
   * Loads a file whose lengths depend on input values, with fixed values of those inputs.
   *
   * <p>An example is the position at which a tensor is inserted into a sequence.
   *
   * @param path the ONNX file
   * @param lengths by name of an input, as for {@link #load(Path, Map)}
   * @param fixed values of inputs by name; these inputs are not inputs of the model
   * @throws IOException if the file cannot be opened
   * @throws dev.tenon.error.MalformedModelException if the file is damaged
   * @throws dev.tenon.error.UnsupportedModelException if a length is still unknown
   */
  public static Model load(Path path, Map<String, Integer> lengths, Map<String, Tensor> fixed)
      throws IOException {
    OnnxGraph graph;
    OnnxStructure structure;
    String label;
    try (Source source = Source.of(path)) {
      label = source.name();
      structure = OnnxStructure.read(source);
      OnnxModel.read(source).checkExternalWeights(label);
      graph = OnnxImporter.read(source, label, lengths, fixed);
    }
    long opset = Math.max(OnnxOptions.DEFAULTS.opset(), graph.opset());
    OnnxOptions options =
        OnnxOptions.DEFAULTS
            .opset((int) Math.min(OnnxOptions.NEWEST_OPSET, opset))
            .domains(structure.opsets());
    OnnxModel written = OnnxExporter.export(graph.graph(), graph.store(), options);
    Path laidOut = TemporaryOnnx.write(written::writeTemporary);
    return new Model(OnnxBacking.ofTemporary(laidOut, label), Engine.ONNX_RUNTIME);
  }
}

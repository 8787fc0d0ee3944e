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
 * Loads ONNX files whose inputs or outputs are sequences of tensors, or optional values.
 *
 * <p>A sequence becomes one tensor for each of its elements, {@code name[0]}, {@code name[1]}, …,
 * so that both engines run it; how many there are must be said of inputs. An optional input is what
 * it holds, or nothing.
 */
public final class OnnxSequences {
  private OnnxSequences() {}

  /**
   * Loads a file.
   *
   * @param lengths by name of an input: the number of tensors of a sequence, or 1 for an optional
   *     tensor that is given; -1 for an optional value that is left out
   * @throws IOException where it cannot be opened
   * @throws dev.tenon.error.MalformedModelException where it is damaged
   * @throws dev.tenon.error.UnsupportedModelException where a length is missing, or comes with the
   *     run only
   */
  public static Model load(Path path, Map<String, Integer> lengths) throws IOException {
    return load(path, lengths, Map.of());
  }

  /**
   * Loads a file whose lengths come with the run, such as the position at which a tensor is put
   * into a sequence, for one content of the inputs that say them.
   *
   * @param lengths as above
   * @param fixed contents of inputs by name; they are no inputs of the model any more
   * @throws IOException where it cannot be opened
   * @throws dev.tenon.error.MalformedModelException where it is damaged
   * @throws dev.tenon.error.UnsupportedModelException where a length is not known even so
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

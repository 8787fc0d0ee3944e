package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowered;
import java.util.List;
import java.util.Map;

/** Writes graphs of operators as ONNX models. */
public final class OnnxExporter {
  private static final Map<String, Long> DOMAIN_VERSIONS =
      Map.of("ai.onnx.ml", 3L, "ai.onnx.training", 1L, "ai.onnx.preview.training", 1L);

  private OnnxExporter() {}

  /**
   * Returns a graph as an ONNX model; weights are views of the graph's tensors, not copies.
   *
   * @param graph operators only, channels first, without parameters
   * @throws UnsupportedModelException naming every node that the opset cannot express
   */
  public static OnnxModel export(Graph graph, OnnxOptions options) {
    return write(graph, options);
  }

  /**
   * Returns a lowered model as an ONNX model.
   *
   * @param parameters the content of every parameter
   * @throws UnsupportedModelException naming every node that the opset cannot express
   */
  public static OnnxModel export(Lowered lowered, ParameterStore parameters, OnnxOptions options) {
    return export(lowered.graph(), parameters, options);
  }

  /**
   * Returns a graph as an ONNX model, whatever its layout.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @throws UnsupportedModelException naming every node that the opset cannot express
   */
  public static OnnxModel export(Graph graph, ParameterStore parameters, OnnxOptions options) {
    return write(ExportPipeline.prepare(graph, parameters, options), options);
  }

  private static OnnxModel write(Graph graph, OnnxOptions options) {
    ModelContext context = new ModelContext(options);
    GraphProto proto = new GraphWriter(context, null).write(graph, "", List.of());
    if (!context.unsupported().isEmpty()) {
      throw new UnsupportedModelException(
          "model '"
              + graph.name()
              + "' cannot be written as ONNX of opset "
              + options.opset()
              + ":",
          context.unsupported());
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(Opsets.irVersion(options.opset()))
            .setProducerName("tenon")
            .setProducerVersion(options.producerVersion())
            .setGraph(stored(proto, options.weights()))
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("").setVersion(options.opset()));
    for (String domain : context.domains()) {
      model.addOpsetImport(
          OperatorSetIdProto.newBuilder()
              .setDomain(domain)
              .setVersion(
                  options
                      .domains()
                      .getOrDefault(domain, DOMAIN_VERSIONS.getOrDefault(domain, 1L))));
    }
    options
        .metadata()
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxModel(model.build(), null);
  }

  private static GraphProto stored(GraphProto graph, WeightStorage weights) {
    return switch (weights) {
      case FULL -> graph;
      case FLOAT16 -> HalfWeights.apply(graph);
      case INT8 -> IntegerWeights.apply(graph);
    };
  }
}

package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.quantize.HalfWeights;
import dev.tenon.exporters.onnx.quantize.IntegerWeights;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.StatePorts;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.regex.Pattern;

/** Writes graphs of operators as ONNX models. */
public final class OnnxExporter {
  private static final Pattern NEEDS_OPSET = Pattern.compile("needs? opset \\d");

  /**
   * The prefix of metadata keys for states. The key continues with the name of an input; the value
   * is the output that feeds it in the next run.
   */
  public static final String STATE = "tenon.state:";

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
   * <p>The states of stateful layers become further inputs and outputs: {@code lstm/rnn_state} and
   * {@code lstm/rnn_state/next}. The first run takes zeros, every other one the previous output.
   * The metadata names the pairs; see {@link #STATE}.
   *
   * @param parameters the content of every parameter
   * @throws UnsupportedModelException naming every node that the opset cannot express
   */
  public static OnnxModel export(Lowered lowered, ParameterStore parameters, OnnxOptions options) {
    StatePorts ports = StatePorts.of(lowered);
    OnnxOptions all = options;
    for (StatePorts.State state : ports.states()) {
      all = all.metadata(STATE + state.before().name(), state.after().name());
    }
    return export(ports.graph(), parameters, all);
  }

  /**
   * Returns a graph as an ONNX model, whatever its layout.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @throws UnsupportedModelException naming every node that the opset cannot express
   */
  public static OnnxModel export(Graph graph, ParameterStore parameters, OnnxOptions options) {
    CastNotes notes = new CastNotes(options);
    return write(
            ExportPipeline.prepare(graph, parameters, options, notes, (pass, now) -> {}), options)
        .withNotes(notes.sentences());
  }

  private static boolean needsNewerOpset(String reason) {
    return NEEDS_OPSET.matcher(reason).find();
  }

  private static OnnxModel write(Graph graph, OnnxOptions options) {
    ModelContext context = new ModelContext(options);
    GraphProto proto = new GraphWriter(context, null).write(graph, "", List.of());
    for (DType type : context.types()) {
      if (options.opset() < OperatorSchemas.since(type)) {
        context
            .unsupported()
            .add("values of " + type.numpyName() + " need opset " + OperatorSchemas.since(type));
      }
    }
    if (!context.unsupported().isEmpty()) {
      // Of what no opset has, the opset is none of the reasons.
      boolean newer = context.unsupported().stream().anyMatch(OnnxExporter::needsNewerOpset);
      throw new UnsupportedModelException(
          "model '"
              + graph.name()
              + "' cannot be written as ONNX"
              + (newer ? " of opset " + options.opset() : "")
              + ":",
          context.unsupported());
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IrVersions.of(options.opset(), context.types()))
            .setProducerName("tenon")
            .setProducerVersion(options.producerVersion())
            .setGraph(stored(UsedInitializers.only(proto), options.weights()))
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("").setVersion(options.opset()));
    context
        .domains()
        .forEach(
            (domain, needed) ->
                model.addOpsetImport(
                    OperatorSetIdProto.newBuilder()
                        .setDomain(domain)
                        .setVersion(DomainVersions.of(domain, needed, options.domains()))));
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

package dev.tenon.runtime.onnxruntime;

import dev.tenon.engine.Engine;
import dev.tenon.exporters.onnx.ExportPipeline;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.OnnxFileEngine;
import dev.tenon.runtime.onnxruntime.compat.OnnxRuntimeFaults;
import dev.tenon.runtime.onnxruntime.compat.Workarounds;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs graphs by writing them as ONNX models in memory.
 *
 * <p>The system property {@code tenon.threads} says how many threads an operator may use; without
 * it ONNX Runtime takes one for each core.
 */
public final class OnnxRuntimeEngine implements OnnxFileEngine {
  /** Creates the engine; the native library is loaded when it is first used. */
  public OnnxRuntimeEngine() {}

  @Override
  public Engine engine() {
    return Engine.ONNX_RUNTIME;
  }

  @Override
  public void load() {
    Environment.get();
  }

  @Override
  public Executable compile(Graph graph, ParameterStore parameters, List<Value> inner) {
    List<Value> outputs = new ArrayList<>(graph.outputs());
    List<String> names = new ArrayList<>(graph.outputNames());
    RecomputedValues followers = RecomputedValues.of(graph, inner, parameters);
    for (Value value : followers.others(inner)) {
      outputs.add(value);
      names.add(value.name());
    }
    Graph wide = new Graph(graph.name(), graph.inputs(), graph.nodes(), outputs, names);
    // Joined operators would swallow the inner values that are asked for.
    OnnxOptions options =
        OnnxOptions.DEFAULTS.opset(OnnxOptions.NEWEST_OPSET).fuse(inner.isEmpty());
    Graph runnable = ExportPipeline.prepare(wide, parameters, options);
    OnnxModel model = OnnxExporter.export(runnable, options);
    Map<Value, String> wanted = new IdentityHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      wanted.putIfAbsent(outputs.get(i), model.outputs().get(i));
    }
    String label = graph.name().isEmpty() ? "model" : "model '" + graph.name() + "'";
    List<String> unwanted = new ArrayList<>();
    if (OnnxRuntimeFaults.RANGE_FUSION.isMade() && !inner.isEmpty() && hasRange(runnable)) {
      unwanted.add(DisabledOptimizers.SWALLOWS);
    }
    if (OnnxRuntimeFaults.BLOCKED_BFLOAT16.isMade() && reads(runnable, DType.BFLOAT16)) {
      unwanted.add(DisabledOptimizers.CRASHES);
    }
    Map<String, String> entries = DisabledOptimizers.without(unwanted);
    model.checkSurvivable(label);
    Workarounds.check(label, model);
    OnnxSession session = SessionFactory.of(label, model, entries);
    LightSession light =
        inner.isEmpty() && Workarounds.inputsOfAnyRank(model).isEmpty()
            ? LightSession.of(
                label,
                runnable.nodes(),
                session,
                () -> SessionFactory.ofOneThread(label, model, entries))
            : null;
    return new OnnxExecutable(session, wanted, followers, light);
  }

  private static boolean reads(Graph graph, DType type) {
    return graph.nodes().stream()
        .flatMap(node -> node.reads().stream())
        .anyMatch(value -> value.dtype() == type);
  }

  private static boolean hasRange(Graph graph) {
    return graph.nodes().stream().anyMatch(node -> node.operator() instanceof Generation.Range);
  }

  @Override
  public Opened open(Source model, List<String> inner, RunLimits limits) {
    OnnxSession session = SessionFactory.open(model, inner, limits);
    List<Value> inputs = session.inputs().stream().map(OnnxPort::toValue).toList();
    // Sequences and maps stay in the model; what asks for one by name is told what it is.
    List<Value> outputs =
        session.outputs().stream().filter(OnnxPort::isReadable).map(OnnxPort::toValue).toList();
    Map<Value, String> names = new IdentityHashMap<>();
    outputs.forEach(output -> names.put(output, output.name()));
    return new Opened(
        new OnnxExecutable(session, names, RecomputedValues.none(), null), inputs, outputs);
  }
}

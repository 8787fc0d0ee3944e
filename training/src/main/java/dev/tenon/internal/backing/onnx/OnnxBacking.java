package dev.tenon.internal.backing.onnx;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.EditableNetwork;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.backing.keras.KerasNetwork;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.internal.lora.PeftAdapter;
import dev.tenon.internal.lora.PeftPlace;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.limits.RunLimits;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.OnnxFileEngine;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file: run as it is by ONNX Runtime, and read as a graph of operators for everything else.
 */
public final class OnnxBacking implements Backing, EditableNetwork {
  private final OnnxStructure structure;
  private final OnnxContent content;
  private final OnnxRuns runs = new OnnxRuns();
  private final OnnxStates states;
  private final OnnxPorts ports;
  private boolean closed;

  private OnnxBacking(OnnxContent content) {
    this.structure = content.structure();
    this.content = content;
    this.states = new OnnxStates(structure);
    this.ports = new OnnxPorts(structure, states);
  }

  public static OnnxBacking open(Source source) throws IOException {
    return new OnnxBacking(OnnxContent.open(source));
  }

  /** Opens a file that is deleted with the model. */
  public static OnnxBacking ofTemporary(Path file, String label) throws IOException {
    return new OnnxBacking(OnnxContent.ofTemporary(file, label));
  }

  @Override
  public OnnxStructure structure() {
    return structure;
  }

  @Override
  public String name() {
    return content.label();
  }

  @Override
  public synchronized OnnxGraph graph() {
    bringBack();
    return content.imported();
  }

  @Override
  public KerasModel keras() {
    throw OnnxRefusals.noLayers(content.label(), "looked up");
  }

  @Override
  public synchronized KerasBacking toKeras() {
    content.refuseWeightsAlone();
    bringBack();
    return new KerasBacking(OnnxLayers.of(content.imported(), content.label()));
  }

  @Override
  public EditableNetwork editable() {
    return this;
  }

  @Override
  public long opset() {
    return structure.opsets().getOrDefault("ai.onnx", 0L);
  }

  /** Returns the training of the network, which has its own copy of the weights. */
  @Override
  public synchronized ModelTraining training() {
    refuseClosed();
    return content.training().training();
  }

  /** Returns the network as a model of one layer, whose weights are the network's. */
  @Override
  public synchronized KerasModel layered() {
    refuseClosed();
    KerasModel keras = content.training().keras();
    keras.parameters().hold(null);
    return keras;
  }

  @Override
  public LayerNode asLayer() {
    return ModelBuilding.onlyLayer(layered());
  }

  @Override
  public synchronized Set<String> matching(String pattern) {
    return content.frozen().matching(content.weightNames(), pattern);
  }

  @Override
  public synchronized void setFrozen(boolean frozen) {
    content.frozen().set(content.weightNames(), frozen);
  }

  @Override
  public synchronized void setFrozen(String pattern, boolean frozen) {
    content.frozen().set(matching(pattern), frozen);
  }

  @Override
  public synchronized OnnxBacking cut(List<String> names) {
    Map<String, TensorType> types = content.types();
    return changed(model -> model.cut(names, types));
  }

  @Override
  public Backing withoutTop() {
    return cut(List.of(OnnxTop.below(structure)));
  }

  @Override
  public Backing append(List<LayerNode> head) {
    return new KerasNetwork(layered(), training()).append(head);
  }

  @Override
  public Backing insertAfter(String path, LayerNode added) {
    throw OnnxRefusals.noLayers(content.label(), "put in");
  }

  @Override
  public Backing replace(String path, LayerNode other) {
    throw OnnxRefusals.noLayers(content.label(), "replaced");
  }

  @Override
  public Backing quantize(QuantizationConfig config, List<String> layers) {
    throw OnnxRefusals.notQuantized(content.label());
  }

  @Override
  public synchronized Backing enableLora(LoraConfig config, List<String> layers) {
    refuseClosed();
    bringBack();
    return new OnnxBacking(new OnnxAdapters(content).enabled(config, layers));
  }

  @Override
  public synchronized Backing withLora(PeftAdapter adapter, Map<Parameter, PeftPlace> places) {
    refuseClosed();
    bringBack();
    return new OnnxBacking(new OnnxAdapters(content).with(adapter));
  }

  @Override
  public synchronized PeftAdapter lora(Map<Parameter, PeftPlace> places) {
    refuseClosed();
    bringBack();
    return new OnnxAdapters(content).peft();
  }

  @Override
  public synchronized Backing mergeLora() {
    refuseClosed();
    bringBack();
    return new OnnxBacking(new OnnxAdapters(content).merged());
  }

  @Override
  public Backing copy() {
    return changed(model -> model);
  }

  @Override
  public synchronized OnnxBacking rename(Map<String, String> names) {
    refuseClosed();
    bringBack();
    return new OnnxBacking(content.renamed(names));
  }

  /** Returns the network with a change, and with weights of its own. */
  private synchronized OnnxBacking changed(UnaryOperator<OnnxModel> change) {
    refuseClosed();
    bringBack();
    return new OnnxBacking(content.changed(change));
  }

  @Override
  public synchronized void trainable(String... patterns) {
    bringBack();
    content.trainable(patterns);
  }

  @Override
  public synchronized Map<String, Tensor> weights() {
    bringBack();
    return content.weights();
  }

  @Override
  public synchronized void setWeights(Map<String, Tensor> values) {
    bringBack();
    content.setWeights(values);
    bringBack();
  }

  /** Takes over what was learned; what was compiled with older weights is closed. */
  private void bringBack() {
    if (content.bringBack()) {
      runs.close();
    }
  }

  @Override
  public synchronized OnnxStructure details() {
    bringBack();
    return content.details();
  }

  @Override
  public KerasExporter exporter(
      Path target, @Nullable KerasOptions asked, Map<String, String> notes) {
    return toKeras().editable().exporter(target, asked, notes);
  }

  /** Does nothing: what was read from an ONNX file can be written as one. */
  @Override
  public void checkOnnx() {}

  @Override
  public synchronized List<String> saveOnnx(Path target, Map<String, String> metadata)
      throws IOException {
    bringBack();
    content.save(target, metadata);
    return List.of();
  }

  @Override
  public List<TensorSpec> inputs() {
    return ports.inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return ports.outputs();
  }

  /** Says whether an engine has all operators of the network. */
  @Override
  public boolean runsOn(Engine engine) {
    if (engine == Engine.ONNX_RUNTIME) {
      return true;
    }
    try {
      return graph().foreignOperators().isEmpty();
    } catch (UnsupportedModelException e) {
      return false;
    }
  }

  @Override
  public List<String> innerNames() {
    return ports.innerNames();
  }

  @Override
  public List<String> tensorNames(Engine engine) {
    List<String> names = innerNames();
    Set<String> readable = new HashSet<>();
    if (engine == Engine.ONNX_RUNTIME) {
      session(ports.inner(names)).outputs().forEach(value -> readable.add(value.name()));
    } else {
      readable.addAll(graph().values().keySet());
      readable.addAll(graph().graph().outputNames());
    }
    return names.stream().filter(readable::contains).toList();
  }

  @Override
  public List<Tensor> run(
      Engine engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline) {
    return states.isEmpty()
        ? runOnce(engine, inputs, wanted, deadline)
        : states.run((fed, all) -> runOnce(engine, fed, all, deadline), inputs, wanted);
  }

  @Override
  public List<TensorType> types(List<String> wanted, List<TensorType> inputs) {
    return OnnxShapes.types(structure, wanted, this::graph);
  }

  @Override
  public synchronized void setLimits(RunLimits limits) {
    runs.setLimits(limits);
  }

  @Override
  public boolean keepsStates() {
    return !states.isEmpty();
  }

  @Override
  public void resetStates() {
    states.reset();
  }

  private List<Tensor> runOnce(
      Engine engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline) {
    content.refuseWeightsAlone();
    content.checkFed(inputs);
    List<String> inner = ports.inner(wanted);
    if (engine == Engine.ONNX_RUNTIME) {
      return OnnxRuns.run(session(inner), inputs, wanted, deadline);
    }
    OnnxGraph onnx = graph();
    Map<String, Value> found = OnnxRuns.find(onnx, wanted);
    Executable compiled = executable(engine, onnx, inner);
    return OnnxRuns.run(compiled, onnx, inputs, List.copyOf(found.values()), deadline);
  }

  private synchronized OnnxFileEngine.Opened session(List<String> inner) {
    refuseClosed();
    bringBack();
    return runs.session(content, inner);
  }

  private synchronized Executable executable(Engine engine, OnnxGraph onnx, List<String> inner) {
    refuseClosed();
    return runs.executable(engine, onnx, inner);
  }

  private void refuseClosed() {
    if (closed) {
      throw new IllegalStateException("the model '" + content.label() + "' is closed");
    }
  }

  @Override
  public synchronized GraphSaving.Content content() {
    content.refuseWeightsAlone();
    bringBack();
    return new GraphSaving.Content(content.imported().graph(), content.imported().store());
  }

  @Override
  public synchronized List<String> saveOnnx(Path target, OnnxOptions options) throws IOException {
    content.refuseWeightsAlone();
    bringBack();
    content.write(target, options);
    return List.of();
  }

  @Override
  public String summary(SummaryOptions options) {
    return OnnxSummary.of(structure);
  }

  @Override
  public Map<String, String> description() {
    return OnnxSummary.facts(structure);
  }

  @Override
  public Map<String, Integer> recognised() {
    try {
      return OnnxRecognised.of(graph());
    } catch (UnsupportedModelException e) {
      return Map.of();
    }
  }

  @Override
  public Map<String, Integer> kinds() {
    return structure.operatorCounts();
  }

  @Override
  public List<String> warnings() {
    return OnnxWarnings.of(structure, this::graph);
  }

  @Override
  public synchronized void release() {
    runs.close();
  }

  @Override
  public synchronized void close() {
    closed = true;
    runs.close();
    content.close();
  }
}

package dev.tenon;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.importers.onnx.OnnxStructure;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.runtime.Engine;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file: run as it is by ONNX Runtime, and read as a graph of operators for everything else.
 */
final class OnnxBacking implements Backing {
  private static final int COPY_STEP = 1 << 20;

  private final OnnxStructure structure;
  private final String label;
  private final Path file;
  private final boolean temporary;
  private final Map<List<String>, Engine.Opened> opened = new LinkedHashMap<>();
  private final Map<List<String>, Executable> compiled = new LinkedHashMap<>();
  private @Nullable OnnxGraph imported;
  private @Nullable OnnxTraining training;
  private Predicate<String> trainable = name -> true;
  private @Nullable Path newest;
  private long version;
  private boolean changed;
  private boolean closed;

  private OnnxBacking(OnnxStructure structure, String label, Path file, boolean temporary) {
    this.structure = structure;
    this.label = label;
    this.file = file;
    this.temporary = temporary;
  }

  static OnnxBacking open(Source source) throws IOException {
    OnnxStructure structure = OnnxStructure.read(source);
    Path path = source.path();
    if (path != null) {
      // Values in files outside the folder are refused before anything is run.
      OnnxModel.read(source).checkExternalWeights(source.name());
    }
    return path == null
        ? new OnnxBacking(structure, source.name(), copy(source), true)
        : new OnnxBacking(structure, source.name(), path, false);
  }

  private static Path copy(Source source) throws IOException {
    Path copy = Files.createTempFile("tenon", ".onnx");
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      for (long at = 0; at < source.size(); at += COPY_STEP) {
        channel.write(source.slice(at, Math.min(COPY_STEP, source.size() - at)));
      }
    }
    return copy;
  }

  OnnxStructure structure() {
    return structure;
  }

  /** Returns the file as a graph of operators. */
  synchronized OnnxGraph imported() {
    OnnxGraph known = imported;
    if (known == null) {
      try {
        known = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      imported = known;
      version = known.store().version();
    }
    return known;
  }

  private OnnxGraph read() throws IOException {
    try (Source source = Source.of(file)) {
      return OnnxImporter.read(source, label);
    }
  }

  /** Returns the layers of Keras that mean the same, with the weights of now. */
  synchronized KerasModel layers() {
    bringBack();
    return OnnxLayers.of(imported(), label);
  }

  /** Returns the version of ONNX's own operators. */
  long opset() {
    return structure.opsets().getOrDefault("ai.onnx", 0L);
  }

  /** Returns the training of the network, which has its own copy of the weights. */
  synchronized ModelTraining training() {
    refuseClosed();
    OnnxTraining known = training;
    if (known == null) {
      known = new OnnxTraining(imported(), trainable);
      training = known;
    }
    return known.training();
  }

  synchronized void trainable(String pattern) {
    if (training != null) {
      throw new IllegalStateException("the network is in training: choose what it learns before");
    }
    trainable = Pattern.compile(pattern).asMatchPredicate();
  }

  synchronized Map<String, Tensor> weights() {
    bringBack();
    OnnxGraph onnx = imported();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    onnx.parameters().forEach(p -> weights.put(p.name(), onnx.store().get(p)));
    return weights;
  }

  synchronized void setWeights(Map<String, Tensor> values) {
    bringBack();
    OnnxGraph onnx = imported();
    Map<String, Parameter> known = new LinkedHashMap<>();
    onnx.parameters().forEach(p -> known.put(p.name(), p));
    values.forEach(
        (name, value) -> {
          Parameter parameter = known.get(name);
          if (parameter == null) {
            throw new IllegalArgumentException(
                "no weight '" + name + "'; the model has " + known.keySet());
          }
          Tensor fitting = value.cast(parameter.dtype());
          onnx.store().put(parameter, fitting);
          if (training != null) {
            training.set(parameter, fitting);
          }
        });
    bringBack();
  }

  /** Takes over what was learned; what was compiled with older weights is closed. */
  private void bringBack() {
    OnnxGraph onnx = imported;
    if (onnx == null) {
      return;
    }
    if (training != null) {
      training.bringBack();
    }
    if (onnx.store().version() != version) {
      version = onnx.store().version();
      closeRunning();
      dropNewest();
      changed = true;
    }
  }

  private void closeRunning() {
    opened.values().forEach(session -> session.executable().close());
    opened.clear();
    compiled.values().forEach(Executable::close);
    compiled.clear();
  }

  private void dropNewest() {
    if (newest != null) {
      delete(newest);
      newest = null;
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  /** Returns the file with the weights of now: the model's own where nothing was learned. */
  private Path present() throws IOException {
    if (!changed) {
      return file;
    }
    if (newest == null) {
      Path fresh = Files.createTempFile("tenon", ".onnx");
      save(fresh);
      newest = fresh;
    }
    return newest;
  }

  /** Writes the file as it was read, with the weights of now. */
  synchronized void save(Path target) throws IOException {
    Map<String, Tensor> values = new LinkedHashMap<>();
    if (imported != null) {
      values.putAll(weights());
    }
    try (Source source = Source.of(file)) {
      OnnxModel.read(source).withInitializers(values).write(target);
    }
  }

  @Override
  public List<ModelInput> inputs() {
    return ports(structure.inputs());
  }

  @Override
  public List<ModelInput> outputs() {
    return ports(structure.outputs());
  }

  private static List<ModelInput> ports(List<OnnxStructure.Port> ports) {
    return ports.stream()
        .map(port -> new ModelInput(port.name(), port.dtype(), port.shape()))
        .toList();
  }

  @Override
  public List<String> innerNames() {
    return structure.nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Override
  public List<Tensor> run(String engine, Map<String, Tensor> inputs, List<String> wanted) {
    synchronized (this) {
      bringBack();
    }
    List<String> own = structure.outputs().stream().map(OnnxStructure.Port::name).toList();
    List<String> inner = wanted.stream().filter(name -> !own.contains(name)).sorted().toList();
    if (!engine.equals(Engines.ONNXRUNTIME)) {
      return runImported(engine, inputs, wanted, inner);
    }
    Engine.Opened session = session(inner);
    List<Value> values = new ArrayList<>();
    for (String name : wanted) {
      values.add(find(session.outputs(), name));
    }
    return session.executable().run(inputs, values);
  }

  private List<Tensor> runImported(
      String engine, Map<String, Tensor> inputs, List<String> wanted, List<String> inner) {
    OnnxGraph onnx = imported();
    Map<String, Value> computed = new LinkedHashMap<>();
    for (String name : wanted) {
      int output = onnx.graph().outputNames().indexOf(name);
      Value value = output >= 0 ? onnx.graph().outputs().get(output) : onnx.values().get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "the model has no value '" + name + "' inside; it has " + onnx.values().keySet());
      }
      computed.put(name, value);
    }
    List<Value> asked =
        computed.values().stream().filter(value -> isComputed(onnx, value)).distinct().toList();
    List<Tensor> found =
        asked.isEmpty() ? List.of() : executable(engine, onnx, inner).run(inputs, asked);
    List<Tensor> results = new ArrayList<>();
    for (Value value : computed.values()) {
      if (onnx.graph().inputs().contains(value)) {
        results.add(Objects.requireNonNull(inputs.get(value.name())));
      } else {
        Tensor constant = known(onnx, value);
        results.add(constant == null ? found.get(asked.indexOf(value)) : constant);
      }
    }
    return results;
  }

  private static boolean isComputed(OnnxGraph onnx, Value value) {
    return known(onnx, value) == null && !onnx.graph().inputs().contains(value);
  }

  /** Returns what needs no engine: constants and weights. */
  private static @Nullable Tensor known(OnnxGraph onnx, Value value) {
    return value.parameter() != null ? onnx.store().get(value.parameter()) : value.constant();
  }

  private synchronized Executable executable(String engine, OnnxGraph onnx, List<String> inner) {
    refuseClosed();
    List<String> key = new ArrayList<>(inner);
    key.add(0, engine);
    return compiled.computeIfAbsent(
        key,
        name -> {
          LinkedHashSet<Value> values = new LinkedHashSet<>(onnx.graph().outputs());
          inner.forEach(each -> values.add(onnx.values().get(each)));
          values.removeIf(value -> !isComputed(onnx, value));
          List<Value> results = List.copyOf(values);
          Graph wide =
              new Graph(
                  onnx.graph().name(),
                  onnx.graph().inputs(),
                  onnx.graph().nodes(),
                  results,
                  results.stream().map(Value::name).toList());
          // Constants are folded, and need no operator that turns them round in every run.
          return Engine.of(engine)
              .compile(Parameters.freeze(wide, onnx.store()), onnx.store(), List.of());
        });
  }

  private static Value find(List<Value> outputs, String name) {
    return outputs.stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the model has no output '" + name + "'"));
  }

  private void refuseClosed() {
    if (closed) {
      throw new IllegalStateException("the model '" + file.getFileName() + "' is closed");
    }
  }

  private synchronized Engine.Opened session(List<String> inner) {
    refuseClosed();
    Engine.@Nullable Opened known = opened.get(inner);
    if (known != null) {
      return known;
    }
    try {
      Engine.Opened session = Engine.of(Engines.ONNXRUNTIME).open(present(), inner);
      opened.put(inner, session);
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the graph of operators as a new ONNX file. */
  synchronized void write(Path target, OnnxOptions options) throws IOException {
    bringBack();
    OnnxGraph onnx = imported();
    OnnxExporter.export(onnx.graph(), onnx.store(), options.withDomains(structure.opsets()))
        .write(target);
  }

  @Override
  public String summary() {
    return OnnxSummary.of(structure);
  }

  @Override
  public Map<String, String> description() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "ONNX");
    facts.put("producer", structure.producer());
    facts.put("opset", structure.opsets().toString());
    facts.put("nodes", Integer.toString(structure.nodes().size()));
    return facts;
  }

  @Override
  public Map<String, Integer> kinds() {
    return structure.operatorCounts();
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    try {
      imported()
          .foreignOperators()
          .forEach(
              (operator, count) ->
                  warnings.add(
                      "operator " + operator + " (" + count + " times) runs on ONNX Runtime only"));
    } catch (UnsupportedModelException e) {
      warnings.add("runs on ONNX Runtime only: " + e.getMessage());
    }
    return warnings;
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeRunning();
    dropNewest();
    if (training != null) {
      training.close();
    }
    if (temporary) {
      delete(file);
    }
  }
}

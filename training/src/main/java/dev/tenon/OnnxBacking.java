package dev.tenon;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.importers.onnx.OnnxStructure;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Engine;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An ONNX file: read structurally, and run as it is by ONNX Runtime. */
final class OnnxBacking implements Backing {
  private static final int COPY_STEP = 1 << 20;

  private final OnnxStructure structure;
  private final Path file;
  private final boolean temporary;
  private final Map<List<String>, Engine.Opened> opened = new LinkedHashMap<>();
  private boolean closed;

  private OnnxBacking(OnnxStructure structure, Path file, boolean temporary) {
    this.structure = structure;
    this.file = file;
    this.temporary = temporary;
  }

  static OnnxBacking open(Source source) throws IOException {
    OnnxStructure structure = OnnxStructure.read(source);
    Path path = source.path();
    return path == null
        ? new OnnxBacking(structure, copy(source), true)
        : new OnnxBacking(structure, path, false);
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

  /** Returns the weights of the main graph by name, as views of the file. */
  Map<String, Tensor> weights() {
    try (Source source = Source.of(file)) {
      Map<String, Tensor> weights = new LinkedHashMap<>();
      for (TensorProto weight : OnnxFile.parse(source).getGraph().getInitializerList()) {
        if (OnnxFile.isSupported(weight.getDataType())) {
          weights.put(weight.getName(), OnnxFile.tensor(weight, file.toAbsolutePath().getParent()));
        }
      }
      return weights;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<ModelInput> inputs() {
    return ports(session(List.of()).inputs());
  }

  @Override
  public List<ModelInput> outputs() {
    return ports(session(List.of()).outputs());
  }

  private static List<ModelInput> ports(List<Value> values) {
    return values.stream()
        .map(value -> new ModelInput(value.name(), value.dtype(), value.shape()))
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
    if (!engine.equals(Engines.ONNXRUNTIME)) {
      throw new UnsupportedModelException(
          "an ONNX file is run by the engine onnxruntime only, not by " + engine);
    }
    List<String> own = outputs().stream().map(ModelInput::name).toList();
    List<String> inner = wanted.stream().filter(name -> !own.contains(name)).sorted().toList();
    Engine.Opened session = session(inner);
    List<Value> values = new ArrayList<>();
    for (String name : wanted) {
      values.add(find(session.outputs(), name));
    }
    return session.executable().run(inputs, values);
  }

  private static Value find(List<Value> outputs, String name) {
    return outputs.stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the model has no output '" + name + "'"));
  }

  private synchronized Engine.Opened session(List<String> inner) {
    if (closed) {
      throw new IllegalStateException("the model '" + file.getFileName() + "' is closed");
    }
    Engine.@Nullable Opened known = opened.get(inner);
    if (known != null) {
      return known;
    }
    try {
      Engine.Opened session = Engine.of(Engines.ONNXRUNTIME).open(file, inner);
      opened.put(inner, session);
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    return List.of();
  }

  @Override
  public synchronized void close() {
    closed = true;
    opened.values().forEach(session -> session.executable().close());
    opened.clear();
    if (temporary) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }
}

package dev.tenon.internal.backing.stored;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.FileStamp;
import dev.tenon.formats.PendingFolder;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.backing.FixedBacking;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.limits.LoadLimits;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.StoredModelEngine;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A SavedModel or frozen graph of TensorFlow: run as it is, and nothing else. */
public final class StoredBacking extends FixedBacking {
  private static final int ATTEMPTS = 5;

  private final StoredModel stored;

  private StoredBacking(StoredModel stored) {
    this.stored = stored;
  }

  public static StoredBacking open(Path path, LoadLimits limits) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve("saved_model.pb") : path;
    for (int attempt = 1; ; attempt++) {
      FileStamp before = null;
      try {
        before = FileStamp.of(file);
        return new StoredBacking(StoredModelEngine.of(Engine.TENSORFLOW).read(path, limits));
      } catch (IOException | RuntimeException e) {
        // A folder that was replaced meanwhile is read again: old and new are whole, each.
        if (attempt == ATTEMPTS || (before != null && before.isPresent())) {
          throw e;
        }
        PendingFolder.recover(path);
      }
    }
  }

  @Override
  public String name() {
    return stored.name();
  }

  @Override
  protected IllegalStateException refusal() {
    return noLayers("changed or written in another format");
  }

  @Override
  public ModelTraining training() {
    throw noLayers("trained");
  }

  @Override
  public OnnxStructure structure() {
    throw noLayers("taken apart");
  }

  @Override
  public boolean runsOn(Engine engine) {
    return engine == Engine.TENSORFLOW;
  }

  private IllegalStateException noLayers(String what) {
    return new IllegalStateException(
        stored.name()
            + ": a TensorFlow graph can be run and looked at, not "
            + what
            + ": it has operations and no layers; use the .keras, .h5 or .onnx that it comes from");
  }

  @Override
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    stored.variables().forEach(value -> weights.put(value.name(), stored.variable(value.name())));
    return weights;
  }

  @Override
  public List<TensorSpec> inputs() {
    return stored.inputs().stream().map(TensorSpec::of).toList();
  }

  @Override
  public List<TensorSpec> outputs() {
    return stored.outputs().stream().map(TensorSpec::of).toList();
  }

  @Override
  public List<String> innerNames() {
    return stored.steps().stream().map(StoredModel.Step::name).toList();
  }

  @Override
  public List<Tensor> run(
      Engine engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline) {
    if (engine != Engine.TENSORFLOW) {
      throw new UnsupportedModelException(
          stored.name(), "a TensorFlow graph runs on engine 'tensorflow' only");
    }
    return stored.run(inputs, wanted, deadline);
  }

  @Override
  public List<TensorType> types(List<String> wanted, List<TensorType> inputs) {
    Map<String, TensorType> known = new LinkedHashMap<>();
    stored.outputs().forEach(value -> known.put(value.name(), value.type()));
    return wanted.stream().map(name -> known.getOrDefault(name, TensorSpec.UNKNOWN)).toList();
  }

  @Override
  public String summary(SummaryOptions options) {
    return StoredSummary.of(stored);
  }

  @Override
  public Map<String, String> description() {
    Map<String, String> facts = new LinkedHashMap<>(stored.facts());
    facts.put("operations", Integer.toString(stored.steps().size()));
    facts.put("variables", Integer.toString(stored.variables().size()));
    return facts;
  }

  @Override
  public Map<String, Integer> kinds() {
    return stored.kinds();
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public void close() {
    stored.close();
  }
}

package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.Names;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks inside a model: any value between its layers, by its original name, on the engine that the
 * model runs on.
 *
 * <p>A value is named as the layer that gives it: {@code dense_1}, {@code encoder/dense_1} in a
 * nested model, {@code encoder@2/dense_1} at its second call, {@code lstm:1} for a second output.
 * In an ONNX file it has its own name, or that of its node, and {@code if/x} inside the branch of
 * an If node that the batch takes. Models need not be loaded: one that was just built or trained
 * shows its present weights.
 *
 * @see <a href="https://keras.io/getting_started/faq/">Keras: how can I obtain the output of an
 *     intermediate layer</a>
 */
public final class Inspector {
  private final Model model;
  private final Structure structure;
  private final Map<String, String> aliases = new LinkedHashMap<>();

  private Inspector(Model model) {
    this.model = model;
    this.structure = Structure.of(model);
    for (Step step : structure.steps()) {
      if (!step.outputs().isEmpty()) {
        aliases.put(step.path(), step.outputs().get(0));
      }
    }
    Set<String> names = new LinkedHashSet<>(model.info().innerNames());
    names.addAll(outputs(model));
    if (model.info().isKeras()) {
      // A layer's name is what the layer gives first, also where an output of the model has it.
      names.forEach(name -> aliases.putIfAbsent(name, name));
    } else {
      names.forEach(name -> aliases.put(name, name));
    }
  }

  /** Returns an inspector of a model; the model stays the caller's to close. */
  public static Inspector of(Model model) {
    return new Inspector(model);
  }

  /** Returns the model. */
  public Model model() {
    return model;
  }

  /** Returns the steps of the model and how they are joined. */
  public Structure structure() {
    return structure;
  }

  /** Returns the names of all values inside, layer by layer, the model's outputs among them. */
  public List<String> names() {
    Set<String> names = new LinkedHashSet<>(model.info().innerNames());
    names.addAll(outputs(model));
    return List.copyOf(names);
  }

  /** Returns the names of the outputs, also of those that are no tensors. */
  static List<String> outputs(Model model) {
    return model.info().isKeras()
        ? model.outputs().stream().map(TensorSpec::name).toList()
        : model.onnx().structure().outputs().stream().map(OnnxStructure.Port::name).toList();
  }

  /**
   * Returns a step by its place; its {@code input()} and {@code output()} name values.
   *
   * <p>The place is that in {@link Structure#steps()}, and not always Keras' {@code
   * model.layers[i]}: there a functional model has its InputLayers in the list, a Sequential has
   * none; a nested model is one layer there, and its layers are steps of their own here, once for
   * every call.
   */
  public Step layer(int index) {
    return structure.steps().get(index);
  }

  /**
   * Returns a step by its path.
   *
   * @throws IllegalArgumentException where there is none; names the nearest
   */
  public Step layer(String path) {
    return structure.step(path);
  }

  /** Returns one value for a batch, of a model with one input; see {@link #values}. */
  public Tensor value(Tensor batch, String name) {
    return values(named(batch), List.of(name)).values().iterator().next();
  }

  /**
   * Returns values for a batch: Keras' {@code Model(inputs, layer.output)}.
   *
   * @param batch one tensor for each input, by its name
   * @param wanted names of values, of layers, or of inputs
   * @return one tensor for each name, in order
   * @throws IllegalArgumentException for a name that is none; names the nearest
   */
  public Map<String, Tensor> values(Map<String, Tensor> batch, List<String> wanted) {
    List<String> inputs = model.inputs().stream().map(TensorSpec::name).toList();
    Set<String> computed = new LinkedHashSet<>();
    boolean inBranches = false;
    for (String name : wanted) {
      if (isInBranch(name)) {
        inBranches = true;
      } else if (!inputs.contains(name)) {
        computed.add(resolve(name));
      }
    }
    Map<String, Tensor> found =
        computed.isEmpty() ? Map.of() : model.run(batch, List.copyOf(computed));
    Map<String, Tensor> branches = inBranches ? BranchValues.of(model, batch) : Map.of();
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (String name : wanted) {
      boolean inner = isInBranch(name);
      Tensor value =
          inner
              ? branches.get(name)
              : inputs.contains(name) ? batch.get(name) : found.get(resolve(name));
      if (inner && value == null) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is not computed for this input: it takes branches with "
                + branches.keySet());
      }
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private boolean isInBranch(String name) {
    return !aliases.containsKey(name)
        && structure.steps().stream()
            .anyMatch(step -> step.kind().equals("If") && name.startsWith(step.path() + "/"));
  }

  /**
   * Returns every value inside for a batch, layer by layer, computed in one run; then those inside
   * the branches of an ONNX file's If nodes that the batch takes. What is no tensor, such as a
   * sequence in an ONNX file, is left out, and so are branches in files that only ONNX Runtime can
   * run.
   */
  public Map<String, Tensor> values(Map<String, Tensor> batch) {
    Set<String> unreadable = new HashSet<>(model.info().innerNames());
    model.info().tensorNames().forEach(unreadable::remove);
    List<String> names = names().stream().filter(name -> !unreadable.contains(name)).toList();
    Map<String, Tensor> values = new LinkedHashMap<>(model.run(batch, names));
    if (BranchValues.exist(model, structure)) {
      values.putAll(branches(batch));
    }
    return values;
  }

  private Map<String, Tensor> branches(Map<String, Tensor> batch) {
    try {
      return BranchValues.of(model, batch);
    } catch (UnsupportedModelException | MalformedModelException e) {
      return Map.of();
    }
  }

  /**
   * Returns what computes some values from others: Keras' {@code K.function(inputs, outputs)}.
   *
   * <p>Inputs may be the model's, or, in a Keras model, values inside it, which are then fed in
   * place of being computed. Close it.
   *
   * @throws IllegalArgumentException for a name that is none, or where an output depends on
   *     something that is not fed
   */
  public ValueFunction function(List<String> inputs, List<String> outputs) {
    return ValueFunction.of(model, inputs, outputs.stream().map(this::resolve).toList());
  }

  /** Returns a batch for a model with one input as a map. */
  public Map<String, Tensor> named(Tensor batch) {
    if (model.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + model.inputs().size() + " inputs: give a map with " + model.inputs());
    }
    return Map.of(model.inputs().get(0).name(), batch);
  }

  /**
   * Refuses names that are none of a value, a layer or an input.
   *
   * @throws IllegalArgumentException for one that is none; names the nearest
   */
  public void check(List<String> wanted) {
    wanted.stream()
        .filter(name -> !structure.inputs().contains(name) && !isInBranch(name))
        .forEach(this::resolve);
  }

  /**
   * Returns the value's own name for the name of a value or a step.
   *
   * @throws IllegalArgumentException where there is none; names the nearest
   */
  public String resolve(String name) {
    String known = aliases.get(name);
    if (known == null) {
      String place = model.info().isKeras() ? null : BranchValues.place(model, name);
      throw new IllegalArgumentException(
          place == null ? Names.unknown("layer", name, new ArrayList<>(aliases.keySet())) : place);
    }
    return known;
  }
}

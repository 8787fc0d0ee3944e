package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.text.Names;
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
 * Reads inner values of a model by name, on the engine of the model.
 *
 * <p>A value has the path of its layer: {@code dense_1}, {@code encoder/dense_1} in a nested model,
 * {@code encoder@2/dense_1} for the second call, {@code lstm:1} for the second output. In an ONNX
 * file it has its own name or that of its node. {@code if/x} is a value inside the branch of an If
 * node that the batch takes. A model that was just built or trained has its current weights.
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

  /**
   * Creates an inspector; the caller still closes the model.
   *
   * @param model the model
   */
  public static Inspector of(Model model) {
    return new Inspector(model);
  }

  /** Returns the model. */
  public Model model() {
    return model;
  }

  /** Returns the steps of the model and their connections. */
  public Structure structure() {
    return structure;
  }

  /** Returns the names of all inner values, layer by layer, including the model's outputs. */
  public List<String> names() {
    Set<String> names = new LinkedHashSet<>(model.info().innerNames());
    names.addAll(outputs(model));
    return List.copyOf(names);
  }

  /** Returns the names of the outputs, including those that are not tensors. */
  static List<String> outputs(Model model) {
    return model.info().isKeras()
        ? model.outputs().stream().map(TensorSpec::name).toList()
        : model.onnx().structure().outputs().stream().map(OnnxStructure.Port::name).toList();
  }

  /**
   * Returns a step by its index in {@link Structure#steps()}.
   *
   * <p>The index can differ from Keras' {@code model.layers[i]}. A functional model of Keras has
   * its InputLayers in that list, a Sequential has none. A nested model is one layer there; here
   * its layers are steps, once for every call.
   *
   * @param index the index, from 0
   */
  public Step layer(int index) {
    return structure.steps().get(index);
  }

  /**
   * Returns a step by its path.
   *
   * @param path the path
   * @throws IllegalArgumentException if the path is unknown; the message has the nearest names
   */
  public Step layer(String path) {
    return structure.step(path);
  }

  /**
   * Returns one value for a batch of a model with one input; see {@link #values(Map, List)}.
   *
   * @param batch the samples
   * @param name the name of a value, layer or input
   */
  public Tensor value(Tensor batch, String name) {
    return values(named(batch), List.of(name)).values().iterator().next();
  }

  /**
   * Returns values for a batch: Keras' {@code Model(inputs, layer.output)}.
   *
   * @param batch a tensor for each input, by name
   * @param wanted the names of values, layers or inputs
   * @return a tensor for each name, in order
   * @throws IllegalArgumentException if a name is unknown; the message has the nearest names
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
   * Returns every inner value for a batch, layer by layer, computed in one run.
   *
   * <p>Values inside the taken branches of an ONNX file's If nodes follow, unless only ONNX Runtime
   * can run the file. Values that are not tensors, such as sequences, are left out.
   *
   * @param batch a tensor for each input, by name
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
   * Returns a function from some values to others: Keras' {@code K.function(inputs, outputs)}. The
   * caller closes it.
   *
   * @param inputs inputs of the model or, in a Keras model, inner values, which are then fed and
   *     not computed
   * @param outputs the names of values or layers
   * @throws IllegalArgumentException if a name is unknown, or an output depends on an input that is
   *     not fed
   */
  public ValueFunction function(List<String> inputs, List<String> outputs) {
    return ValueFunction.of(model, inputs, outputs.stream().map(this::resolve).toList());
  }

  /**
   * Returns a batch for a model with one input as a map.
   *
   * @param batch the samples
   * @throws IllegalArgumentException if the model has several inputs
   */
  public Map<String, Tensor> named(Tensor batch) {
    if (model.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + model.inputs().size() + " inputs: give a map with " + model.inputs());
    }
    return Map.of(model.inputs().get(0).name(), batch);
  }

  /**
   * Checks names of values, layers or inputs.
   *
   * @param wanted the names
   * @throws IllegalArgumentException if a name is unknown; the message has the nearest names
   */
  public void check(List<String> wanted) {
    wanted.stream()
        .filter(name -> !structure.inputs().contains(name) && !isInBranch(name))
        .forEach(this::resolve);
  }

  /**
   * Returns the name of the value of a step or value name.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
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

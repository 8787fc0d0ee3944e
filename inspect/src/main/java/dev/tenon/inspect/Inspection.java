package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.inspect.figures.Statistics;
import dev.tenon.internal.figures.PortDiff;
import dev.tenon.internal.figures.ScoreRows;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The results of an inspection of a model and one batch: inner values, statistics, costs and the
 * best classes.
 *
 * @param model the model
 * @param structure its steps
 * @param batch the inputs by name
 * @param values the outputs of every step by name, in order; empty without a batch
 * @param activations the statistics of the values
 * @param deadUnits the number of channels that are 0 everywhere, by value
 * @param weights the statistics of the weights by path
 * @param costs the cost of each step by path
 * @param labels the names of the classes in order; empty for none
 * @param images the images that a report shows in place of inputs, by name, such as those before
 *     preprocessing
 */
public record Inspection(
    Model model,
    Structure structure,
    Map<String, Tensor> batch,
    Map<String, Tensor> values,
    Map<String, Statistics> activations,
    Map<String, Integer> deadUnits,
    Map<String, Statistics> weights,
    Map<String, Cost> costs,
    List<String> labels,
    Map<String, Tensor> images) {
  private static final int MOST_CLASSES = 5;

  public Inspection {
    batch = Collections.unmodifiableMap(new LinkedHashMap<>(batch));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
    deadUnits = Collections.unmodifiableMap(new LinkedHashMap<>(deadUnits));
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
    labels = List.copyOf(labels);
    images = Map.copyOf(images);
  }

  /**
   * A class and its score.
   *
   * @param index the class index, from 0
   * @param score the score
   */
  public record Answer(int index, double score) {}

  /**
   * Inspects a model.
   *
   * @param model the model
   * @param batch a tensor for each input, by name; empty for an inspection of the weights only
   */
  public static Inspection of(Model model, Map<String, Tensor> batch) {
    Inspector inspector = Inspector.of(model);
    Structure structure = inspector.structure();
    Map<String, Tensor> values = batch.isEmpty() ? Map.of() : inspector.values(batch);
    Map<String, Statistics> activations = new LinkedHashMap<>();
    Map<String, Integer> dead = new LinkedHashMap<>();
    Channels channels = Channels.of(structure);
    for (Map.Entry<String, Tensor> value : values.entrySet()) {
      activations.put(value.getKey(), Statistics.of(value.getValue()));
      boolean first = channels.areFirst(value.getKey(), value.getValue());
      dead.put(value.getKey(), Statistics.deadUnits(value.getValue(), first ? 1 : -1));
    }
    Map<String, Statistics> weights = new LinkedHashMap<>();
    weightsOf(model).forEach((path, tensor) -> weights.put(path, Statistics.of(tensor)));
    Map<String, Cost> costs = Costs.of(model, batch, values);
    return new Inspection(
        model, structure, batch, values, activations, dead, weights, costs, List.of(), Map.of());
  }

  private static Map<String, Tensor> weightsOf(Model model) {
    try {
      return model.weights();
    } catch (UnsupportedModelException e) {
      // What only ONNX Runtime can run has weights all the same.
      Map<String, Tensor> weights = new LinkedHashMap<>(model.onnx().details().values());
      weights.values().removeIf(tensor -> !tensor.dtype().isFloating());
      return weights;
    }
  }

  /**
   * Returns a copy with names of the classes.
   *
   * @param names the names in order
   */
  public Inspection withLabels(List<String> names) {
    return new Inspection(
        model, structure, batch, values, activations, deadUnits, weights, costs, names, images);
  }

  /**
   * Returns a copy with other images in place of inputs.
   *
   * @param shown the images by input, of the inputs' shapes
   */
  public Inspection withImages(Map<String, Tensor> shown) {
    return new Inspection(
        model, structure, batch, values, activations, deadUnits, weights, costs, labels, shown);
  }

  /** Returns the first step that computes NaN or infinity from finite values; null for none. */
  public @Nullable Step firstNotFinite() {
    for (Step step : structure.steps()) {
      boolean bad = step.outputs().stream().anyMatch(name -> !finite(name));
      boolean fed =
          step.inputs().stream()
              .allMatch(
                  name -> {
                    Tensor input = batch.get(name);
                    return input == null ? finite(name) : Statistics.of(input).finite();
                  });
      if (bad && fed) {
        return step;
      }
    }
    return null;
  }

  private boolean finite(String name) {
    Statistics statistics = activations.get(name);
    return statistics == null || statistics.finite();
  }

  /** Returns the names of weights with NaN or infinity. */
  public List<String> brokenWeights() {
    return weights.entrySet().stream()
        .filter(entry -> !entry.getValue().finite())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Returns the number of classes of the model's first output; -1 if the model is not a classifier,
   * see {@link ClassScores}.
   */
  public long classes() {
    Tensor scores = scores();
    return scores == null ? -1 : ScoreRows.classes(Shape.of(scores.shape()));
  }

  private @Nullable Tensor scores() {
    List<String> outputs = Inspector.outputs(model);
    Tensor output = outputs.isEmpty() ? null : values.get(outputs.get(0));
    return output == null ? null : ClassScores.of(model, outputs.get(0), output, labels.size());
  }

  /**
   * Returns the name of a class, or {@code class N} without one.
   *
   * @param index the class index
   */
  public String label(int index) {
    return index < labels.size() ? labels.get(index) : "class " + index;
  }

  /**
   * Returns the five best classes of the first sample by descending score; empty if the model is
   * not a classifier.
   */
  public List<Answer> best() {
    Tensor scores = scores();
    if (scores == null) {
      return List.of();
    }
    Tensor first = scores.get(0);
    return IntStream.range(0, first.size())
        .boxed()
        .sorted((a, b) -> Double.compare(first.getDouble(b), first.getDouble(a)))
        .limit(MOST_CLASSES)
        .map(index -> new Answer(index, first.getDouble(index)))
        .toList();
  }

  /** A heat map over the input of the first sample. */
  record Heat(String layer, Tensor map) {}

  /** Returns the Grad-CAM map of the best class; null if the model or the input has none. */
  @Nullable Heat gradCam() {
    List<Answer> best = best();
    if (best.isEmpty()
        || !Double.isFinite(best.get(0).score())
        || Maps.lastImages(structure, values) == null
        || batch.size() != 1) {
      return null;
    }
    Map<String, Tensor> first = firstSample();
    int index = best.get(0).index();
    Tensor output = values.get(Inspector.outputs(model).get(0));
    boolean single = output != null && ScoreRows.classes(Shape.of(output.shape())) == 1;
    try {
      String layer = Maps.lastImagesOfScores(model, structure, values);
      if (layer == null) {
        return null;
      }
      // A single score speaks for the second class, and against the first.
      Tensor map =
          single
              ? Maps.gradCam(model, first, layer, 0, index == 1 ? 1 : -1)
              : Maps.gradCam(model, first, layer, index);
      return new Heat(layer, map.get(0));
    } catch (UnsupportedModelException
        | MalformedModelException
        | IllegalStateException
        | IllegalArgumentException e) {
      // No gradient, or no engine that has some: the rest of the page is still worth having.
      return null;
    }
  }

  private Map<String, Tensor> firstSample() {
    Map<String, Tensor> first = new LinkedHashMap<>();
    batch.forEach((name, tensor) -> first.put(name, tensor.slice(0, 0, 1)));
    return first;
  }

  /**
   * Returns a value of the first sample as (height, width, channels); null if it is not an image.
   */
  @Nullable Tensor image(String name, Channels channels) {
    Tensor fed = images.getOrDefault(name, batch.get(name));
    Tensor value = fed == null ? values.get(name) : fed;
    if (value == null || value.dtype() == DType.STRING || value.size() == 0) {
      return null;
    }
    if (value.rank() == 4) {
      Tensor sample = value.get(0);
      return channels.areFirst(name, value) ? sample.transpose(1, 2, 0) : sample;
    }
    if (value.rank() == 3) {
      return value.get(0).expandDims(2);
    }
    return null;
  }

  /** Returns the totals: parameters, trainable ones, bytes of weights, operations. */
  Map<String, @Nullable Object> totals() {
    long parameters = 0;
    long trainable = 0;
    long bytes = 0;
    Long flops = 0L;
    List<String> seen = new ArrayList<>();
    for (Step step : structure.steps()) {
      Cost cost = costs.get(step.path());
      if (cost == null) {
        continue;
      }
      flops = flops == null || cost.flops() == null ? null : Long.valueOf(flops + cost.flops());
      String owner = String.join("|", step.weights());
      if (!step.weights().isEmpty() && seen.contains(owner)) {
        continue;
      }
      seen.add(owner);
      parameters += cost.parameters();
      trainable += cost.trainable();
      bytes += cost.weightBytes();
    }
    Map<String, @Nullable Object> totals = new LinkedHashMap<>();
    totals.put("parameters", parameters);
    totals.put("trainable", trainable);
    totals.put("weight_bytes", bytes);
    totals.put("flops", flops);
    totals.put("inputs", ports(true));
    totals.put("outputs", ports(false));
    return totals;
  }

  private List<String> ports(boolean in) {
    List<OnnxStructure.Port> ports =
        model.info().isKeras()
            ? PortDiff.of(in ? model.inputs() : model.outputs())
            : in ? model.onnx().structure().inputs() : model.onnx().structure().outputs();
    return ports.stream().map(OnnxStructure.Port::toString).toList();
  }
}

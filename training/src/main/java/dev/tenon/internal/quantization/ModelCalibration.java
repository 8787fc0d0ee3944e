package dev.tenon.internal.quantization;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.quantizers.AWQConfig;
import dev.tenon.quantizers.GPTQConfig;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Quantizes the blocks of a model one after the other, by what reaches their layers. */
public final class ModelCalibration {
  /** Runs a model. */
  public interface Runner {
    /** Returns inner values of a model for each of several samples of its only input. */
    List<List<Tensor>> run(KerasModel model, List<Tensor> samples, List<String> wanted);
  }

  /** Makes a model of quantized layers. */
  public interface Builder {
    /** Returns the model with its weights. */
    KerasModel build(ModelQuantization quantization);
  }

  private final KerasModel keras;
  private final QuantizationConfig config;
  private final Set<LayerNode> allowed;
  private final Runner runner;
  private final Map<LayerNode, Map<String, Tensor>> done = new IdentityHashMap<>();

  /**
   * Starts the calibration of a model.
   *
   * @param patterns which layers; all where none is given
   */
  public ModelCalibration(
      KerasModel keras, QuantizationConfig config, List<String> patterns, Runner runner) {
    this.keras = keras;
    this.config = config;
    this.allowed = ModelQuantization.chosen(keras, patterns);
    this.runner = runner;
  }

  /** Says whether a configuration needs data. */
  public static boolean isFor(QuantizationConfig config) {
    return config instanceof GPTQConfig || config instanceof AWQConfig;
  }

  /** Returns the quantized model. */
  public KerasModel run(Builder builder) {
    List<String> blocks =
        config instanceof GPTQConfig gptq
            ? gptq.sequentialBlocks()
            : ((AWQConfig) config).sequentialBlocks();
    List<Tensor> samples = samples();
    KerasModel current = keras;
    for (Set<LayerNode> layers : layers(blocks)) {
      calibrate(current, layers, samples);
      current =
          builder.build(
              new ModelQuantization(
                  keras,
                  config,
                  done.keySet(),
                  node -> Collections.unmodifiableMap(done.getOrDefault(node, Map.of()))));
    }
    if (done.isEmpty()) {
      throw ModelQuantization.nothing(keras, config, blocks);
    }
    return current;
  }

  private List<Tensor> samples() {
    List<Value> inputs = keras.model().graph().inputs();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "model '"
              + keras.name()
              + "': calibration needs a model with one input, this one has "
              + inputs.size());
    }
    DType dtype = inputs.get(0).dtype();
    if (config instanceof GPTQConfig gptq) {
      return CalibrationSamples.of(gptq.dataset(), gptq.numSamples(), gptq.sequenceLength(), dtype);
    }
    AWQConfig awq = (AWQConfig) config;
    return CalibrationSamples.of(awq.dataset(), awq.numSamples(), awq.sequenceLength(), dtype);
  }

  private List<Set<LayerNode>> layers(List<String> blocks) {
    List<Set<LayerNode>> layers = new ArrayList<>();
    if (blocks.isEmpty()) {
      Set<LayerNode> all = new LinkedHashSet<>();
      keras.model().layers().forEach(layer -> collect(layer, all));
      layers.add(all);
    }
    for (String block : blocks) {
      Set<LayerNode> inside = new LinkedHashSet<>();
      collect(LayerPaths.find(keras.model(), block), inside);
      layers.add(inside);
    }
    layers.removeIf(Set::isEmpty);
    return layers;
  }

  private void collect(LayerNode node, Set<LayerNode> found) {
    if (node.layer() instanceof NestedModel nested) {
      nested.layers().forEach(layer -> collect(layer, found));
    } else if (allowed.contains(node)
        && (node.layer() instanceof Dense || node.layer() instanceof EinsumDense)) {
      found.add(node);
    }
  }

  private void calibrate(KerasModel current, Set<LayerNode> layers, List<Tensor> samples) {
    Map<LayerNode, List<String>> reads = LayerInputs.of(current);
    String input = keras.model().graph().inputs().get(0).name();
    Set<String> wanted = new LinkedHashSet<>();
    layers.forEach(layer -> wanted.addAll(reads.getOrDefault(layer, List.of())));
    wanted.remove(input);
    List<String> names = List.copyOf(wanted);
    Map<LayerNode, CalibratedWeights> calibrations = new IdentityHashMap<>();
    layers.forEach(layer -> calibrations.put(layer, calibration(layer)));
    List<List<Tensor>> all = names.isEmpty() ? List.of() : runner.run(current, samples, names);
    for (int i = 0; i < samples.size(); i++) {
      Tensor sample = samples.get(i);
      List<Tensor> values = names.isEmpty() ? List.of() : all.get(i);
      for (LayerNode layer : layers) {
        for (String name : reads.getOrDefault(layer, List.of())) {
          Tensor value = name.equals(input) ? sample : values.get(names.indexOf(name));
          see(calibrations, layer, value.cast(DType.FLOAT32).toFloatArray());
        }
      }
    }
    calibrations.forEach((layer, calibration) -> done.put(layer, calibration.quantized()));
  }

  private static void see(
      Map<LayerNode, CalibratedWeights> calibrations, LayerNode layer, float[] inputs) {
    CalibratedWeights calibration = calibrations.get(layer);
    if (calibration != null) {
      calibration.see(inputs);
    }
  }

  private CalibratedWeights calibration(LayerNode layer) {
    Map<String, Tensor> weights = LayerWeights.of(keras, layer);
    return config instanceof GPTQConfig gptq
        ? new GptqWeights(layer, weights, gptq)
        : new AwqWeights(layer, weights, (AWQConfig) config);
  }
}

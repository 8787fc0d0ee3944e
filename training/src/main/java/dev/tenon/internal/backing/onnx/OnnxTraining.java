package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxNetwork;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.functional.Functional;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An ONNX network as a model of one layer, whose weights are the network's initializers. */
final class OnnxTraining implements AutoCloseable {
  private final OnnxGraph onnx;
  private final KerasModel keras;
  private final ModelTraining training;
  private final Map<Parameter, Parameter> learned = new LinkedHashMap<>();

  /**
   * Makes the model.
   *
   * @param label what the network is called: the layer has its name, without the file's suffix
   * @param trainable says of an initializer whether it is learned; asked at every compile
   */
  OnnxTraining(OnnxGraph onnx, String label, Predicate<String> trainable) {
    this.onnx = onnx;
    List<KerasTensor> inputs = onnx.graph().inputs().stream().map(Functional::of).toList();
    List<KerasTensor> results =
        new OnnxNetwork(onnx, trainable).named(name(label)).applyAll(inputs, Map.of());
    Map<String, KerasTensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      outputs.put(onnx.graph().outputNames().get(i), results.get(i));
    }
    String name = onnx.graph().name();
    NestedModel model =
        Functional.model(name.isEmpty() ? LayerNames.next("Functional") : name, inputs, outputs);
    this.keras = ModelBuilding.keras(model, inputs.size() == 1, results.size() == 1);
    List<Parameter> declared = new ArrayList<>(keras.lowered().parameters());
    for (int i = 0; i < declared.size(); i++) {
      Parameter source = onnx.parameters().get(i);
      learned.put(source, declared.get(i));
      ParameterStore.Stored stored = onnx.store().stored(source);
      keras.parameters().put(declared.get(i), stored.tensor(), stored.view());
    }
    this.training = new ModelTraining(keras, onnx::graph);
  }

  private static String name(String label) {
    String name =
        label
            .substring(Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1)
            .replaceAll("\\.onnx$", "")
            .replaceAll("[^A-Za-z0-9_.-]", "_");
    return name.isEmpty() ? "network" : name;
  }

  ModelTraining training() {
    return training;
  }

  /** Returns the model, whose only layer is the network. */
  KerasModel keras() {
    return keras;
  }

  /** Brings the newest weights into the network's own store; those that are the same stay. */
  void bringBack() {
    keras.parameters().hold(null);
    learned.forEach(
        (source, now) -> {
          Tensor value = keras.parameters().get(now);
          if (!value.equals(onnx.store().get(source))) {
            onnx.store().put(source, value);
          }
        });
  }

  /** Gives a weight another value. */
  void set(Parameter source, Tensor value) {
    Parameter now = learned.get(source);
    if (now != null) {
      keras.parameters().put(now, value);
    }
  }

  @Override
  public void close() {
    training.close();
  }
}

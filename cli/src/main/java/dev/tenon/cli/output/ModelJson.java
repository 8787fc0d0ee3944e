package dev.tenon.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.inspect.Step;
import dev.tenon.inspect.Structure;
import dev.tenon.ir.shape.Dim;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** What is known of a model without a run, as JSON. */
public final class ModelJson {
  private ModelJson() {}

  /** Returns the layers or nodes in order, with the shapes of their weights. */
  public static ObjectNode layers(Model model) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("name", Structure.of(model).name());
    ports(root, model);
    Map<String, Tensor> weights = model.weights();
    long parameters = weights.values().stream().mapToLong(Tensor::size).sum();
    root.put("parameters", parameters);
    ArrayNode layers = root.putArray("layers");
    for (Step step : Structure.of(model).steps()) {
      ObjectNode layer = layers.addObject().put("path", step.path()).put("kind", step.kind());
      step.inputs().forEach(layer.putArray("inputs")::add);
      step.outputs().forEach(layer.putArray("outputs")::add);
      ObjectNode shapes = layer.putObject("weights");
      for (String name : step.weights()) {
        Tensor weight = weights.get(name);
        if (weight != null) {
          ArrayNode shape = shapes.putArray(name);
          for (long length : weight.shape()) {
            shape.add(length);
          }
        }
      }
      layer.put("trainable", step.trainable());
    }
    return root;
  }

  /** Adds the inputs and outputs: name, dtype and shape, in which null is any length. */
  public static void ports(ObjectNode root, Model model) {
    add(root.putArray("inputs"), model.inputs());
    add(root.putArray("outputs"), model.outputs());
  }

  private static void add(ArrayNode list, List<TensorSpec> ports) {
    for (TensorSpec port : ports) {
      ObjectNode node = list.addObject().put("name", port.name());
      node.put("dtype", port.dtype().numpyName());
      if (!port.shape().ranked()) {
        node.putNull("shape");
        continue;
      }
      ArrayNode shape = node.putArray("shape");
      for (Dim dim : port.shape().dims()) {
        if (dim instanceof Dim.Known known) {
          shape.add(known.value());
        } else {
          shape.addNull();
        }
      }
    }
  }
}
